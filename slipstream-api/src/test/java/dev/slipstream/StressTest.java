package dev.slipstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.From;
import dev.slipstream.core.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Many threads use one mailbox. No message is lost, no callbacks overlap, and no wake-up is missed. */
class StressTest {

    private static final int PRODUCERS = 4;
    private static final int MESSAGES = 100_000;

    private record Numbered(int producer, int number) {}

    private record Tick() {}

    private record Ping(From<Integer> from, int number) {}

    private static final class Counting implements SlipstreamClient {

        final int[] next = new int[PRODUCERS];
        final AtomicInteger inside = new AtomicInteger();
        final AtomicInteger faults = new AtomicInteger();
        final AtomicInteger ticks = new AtomicInteger();
        final AtomicLong taken = new AtomicLong();

        @Override
        public Socket handleInfo(Object message, Socket socket) {
            if (inside.getAndIncrement() != 0) {
                faults.incrementAndGet();
            }
            switch (message) {
                case Numbered(var producer, var number) -> {
                    if (next[producer]++ != number) {
                        faults.incrementAndGet();
                    }
                    taken.incrementAndGet();
                }
                case Tick tick -> ticks.incrementAndGet();
                default -> faults.incrementAndGet();
            }
            inside.decrementAndGet();
            return socket;
        }

        @Override
        public Socket handleCall(Object message, Socket socket) {
            return message instanceof Ping(var from, var number) ? socket.answer(from, number) : socket;
        }
    }

    private static void send(RunningClient client, Object message) {
        while (true) {
            try {
                client.send(message);
                return;
            } catch (IllegalStateException full) {
                LockSupport.parkNanos(100_000);
            }
        }
    }

    private void stress(ExecutorService executor) {
        Counting counting = new Counting();
        try (executor;
                ExecutorService producers = Executors.newFixedThreadPool(PRODUCERS);
                RunningClient client = Slipstream.start(
                        counting,
                        new FakeTransports().builder().executor(executor).build())) {
            client.run(socket -> socket.sendEvery("tick", Duration.ofMillis(1), new Tick()));
            for (int p = 0; p < PRODUCERS; p++) {
                int producer = p;
                producers.execute(() -> {
                    for (int i = 0; i < MESSAGES; i++) {
                        send(client, new Numbered(producer, i));
                    }
                });
            }
            long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
            while (counting.taken.get() < (long) PRODUCERS * MESSAGES && System.nanoTime() < end) {
                LockSupport.parkNanos(1_000_000);
            }
            int before = counting.ticks.get();
            Journal.eventually(() -> counting.ticks.get() > before, "the timer continues");
            assertThat(counting.taken).hasValue((long) PRODUCERS * MESSAGES);
            assertThat(counting.faults).hasValue(0);
        }
    }

    @Test
    void orderPerProducerIsKeptAndCallbacksNeverOverlapOnVirtualThreads() {
        stress(Executors.newVirtualThreadPerTaskExecutor());
    }

    @Test
    void orderPerProducerIsKeptAndCallbacksNeverOverlapOnAPool() {
        stress(Executors.newFixedThreadPool(2));
    }

    /** No other event wakes this client, so a caller would time out after a missed wake-up. */
    @Test
    void noWakeUpIsLost() {
        try (ExecutorService callers = Executors.newFixedThreadPool(PRODUCERS);
                RunningClient client = Slipstream.start(new Counting(), new FakeTransports().options())) {
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int p = 0; p < PRODUCERS; p++) {
                all.add(CompletableFuture.runAsync(
                        () -> {
                            for (int i = 0; i < 5_000; i++) {
                                int number = i;
                                int answer = client.<Integer>call(from -> new Ping(from, number), Journal.PATIENCE);
                                assertThat(answer).isEqualTo(number);
                            }
                        },
                        callers));
            }
            all.forEach(CompletableFuture::join);
        }
    }
}
