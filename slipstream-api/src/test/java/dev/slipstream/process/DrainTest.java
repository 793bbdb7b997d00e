package dev.slipstream.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A drain checks for more work before its thread ends. */
class DrainTest {

    /** Enough rounds to include several drains that check for more work. */
    private static final int ROUNDS = 100;

    private static final int SIGNALS = 200_000;

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final Queue<String> work = new ConcurrentLinkedQueue<>();
    private final List<String> done = new ArrayList<>();

    @Test
    void workAddedMeanwhileIsDoneBySameTask() {
        AtomicInteger taken = new AtomicInteger();
        Drain[] own = new Drain[1];
        Drain drain = new Drain(
                worker(() -> {
                    for (String next : List.copyOf(work)) { // does not include work added meanwhile
                        work.remove();
                        done.add(next);
                        if (next.startsWith("first")) {
                            work.add("second" + next.substring(5));
                            own[0].signal();
                        }
                    }
                }),
                tasks::add,
                tasks::add);
        own[0] = drain;
        List<String> expected = new ArrayList<>();

        for (int round = 0; round < ROUNDS; round++) {
            expected.addAll(List.of("first " + round, "second " + round));
            work.add("first " + round);
            drain.signal();
            while (!tasks.isEmpty()) {
                taken.incrementAndGet();
                tasks.remove().run();
            }
        }

        assertThat(done).isEqualTo(expected);
        assertThat(taken).hasValue(ROUNDS);
    }

    @Test
    @Timeout(120)
    void floodIsProcessedToLastSignal() throws InterruptedException {
        CountDownLatch left = new CountDownLatch(SIGNALS);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Drain drain = new Drain(
                    worker(() -> {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        while (work.poll() != null) {
                            left.countDown();
                        }
                        inside.decrementAndGet();
                    }),
                    threads,
                    threads);
            for (int signal = 0; signal < SIGNALS; signal++) {
                work.add("work");
                drain.signal();
            }

            assertThat(left.await(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(most).hasValue(1);
    }

    private static Drain.Worker worker(Runnable works) {
        return new Drain.Worker() {

            @Override
            public void work() {
                works.run();
            }

            @Override
            public void rest() {}

            @Override
            public void giveUp(Throwable failure) {
                works.run();
            }
        };
    }
}
