package dev.slipstream.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When the flush of a connection is held back, and what ends the hold. */
class CorkTest {

    private record Armed(Duration at, Runnable task) {}

    private final List<Armed> armed = new ArrayList<>();
    private final List<String> flushes = new ArrayList<>();
    private final List<String> signals = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final DeadlineTimer.Owner client = new DeadlineTimer.Owner() {
        @Override
        public void wake() {
            throw new AssertionError("the timer wakes the connection, not the client");
        }

        @Override
        public void failed(Throwable thrown) {
            failures.add(thrown);
        }
    };
    private final Cork cork = new Cork(this::arm, client);
    private final Cork.Target connection = target("");

    private Scheduler.Timer arm(Duration at, Runnable task) {
        Armed fresh = new Armed(at, task);
        armed.add(fresh);
        return () -> armed.remove(fresh);
    }

    private void fire() {
        armed.removeFirst().task().run();
    }

    private Cork.Target target(String name) {
        return new Cork.Target() {
            @Override
            public void signal() {
                signals.add(name);
            }

            @Override
            public void flush() {
                flushes.add("flush" + name);
            }

            @Override
            public void flushElsewhere() {
                flushes.add("elsewhere" + name);
            }
        };
    }

    @Test
    void releaseFlushesOnce() {
        cork.ordered(connection, true, 0);
        cork.ordered(connection, true, 10);
        assertThat(flushes).isEmpty();

        cork.release();
        cork.release();

        assertThat(flushes).containsExactly("flush");
    }

    @Test
    void releaseWithoutHoldDoesNothing() {
        cork.release();

        assertThat(flushes).isEmpty();
        assertThat(armed).isEmpty();
    }

    @Test
    void limitOfCallbacksReleases() {
        for (int callbacks = 1; callbacks <= Cork.CALLBACKS; callbacks++) {
            assertThat(flushes).isEmpty();
            cork.ordered(connection, true, 0);
            cork.callbackEnded();
        }
        assertThat(flushes).containsExactly("flush");
    }

    @Test
    void callbacksWithoutFramesAreCountedWhileAFlushIsHeldBack() {
        cork.callbackEnded();
        cork.ordered(connection, true, 0);
        for (int callbacks = 1; callbacks <= Cork.CALLBACKS; callbacks++) {
            assertThat(flushes).isEmpty();
            cork.callbackEnded();
        }
        assertThat(flushes).containsExactly("flush");
    }

    @Test
    void callbacksAreCountedFromZeroAfterAFlush() {
        for (int callbacks = 1; callbacks <= 2 * Cork.CALLBACKS; callbacks++) {
            cork.ordered(connection, true, 0);
            cork.callbackEnded();
        }
        assertThat(flushes).containsExactly("flush", "flush");
    }

    @Test
    void checkAfterOneMillisecondReleases() {
        cork.ordered(connection, true, 5);
        cork.check(Cork.NANOS + 4);
        assertThat(flushes).isEmpty();

        cork.check(Cork.NANOS + 5);

        assertThat(flushes).containsExactly("flush");
    }

    @Test
    void callbackWithoutHeldFramesSetsNoTimer() {
        cork.callbackBegins();
        cork.ordered(connection, true, 5);
        cork.release();
        cork.callbackBegins();

        assertThat(armed).isEmpty();
    }

    @Test
    void timerFlushesElsewhereWhileCallbackBlocks() {
        cork.ordered(connection, true, 5);
        cork.callbackBegins();
        assertThat(armed).extracting(Armed::at).containsExactly(Duration.ofNanos(Cork.NANOS + 5));

        fire();

        assertThat(flushes).containsExactly("elsewhere");
    }

    @Test
    void timerAfterReleaseDoesNothing() {
        cork.ordered(connection, true, 0);
        cork.callbackBegins();
        cork.release();

        fire();

        assertThat(flushes).containsExactly("flush");
    }

    @Test
    void timerOfAnEarlierHoldFlushesTheNextHold() {
        cork.ordered(connection, true, 0);
        cork.callbackBegins();
        cork.release();
        cork.ordered(connection, true, 100);
        cork.callbackBegins();
        assertThat(armed).hasSize(1);

        fire();

        assertThat(flushes).containsExactly("flush", "elsewhere");
    }

    @Test
    void timerIsSetAgainForCommandsAfterItFired() {
        cork.ordered(connection, true, 0);
        cork.callbackBegins();
        fire();
        cork.ordered(connection, true, 100);
        cork.callbackBegins();

        fire();

        assertThat(flushes).containsExactly("elsewhere", "elsewhere");
    }

    @Test
    void flushAtOnceEndsTheHold() {
        cork.ordered(connection, true, 0);
        cork.callbackBegins();
        cork.ordered(connection, false, 0);

        cork.release();
        fire();

        assertThat(flushes).containsExactly("flush");
    }

    @Test
    void nextConnectionReleasesTheEarlierOne() {
        cork.ordered(connection, true, 0);
        cork.ordered(target(" 2"), true, 0);
        cork.release();

        assertThat(flushes).containsExactly("flush", "flush 2");
    }

    @Test
    void commandsOfCallbacksAreHandledAtOnce() {
        cork.ordered(connection, true, 0);
        cork.ordered(connection, true, 0);

        assertThat(signals).hasSize(2);
    }

    @Test
    void closeCancelsTheTimer() {
        cork.ordered(connection, true, 0);
        cork.callbackBegins();
        Runnable late = armed.getFirst().task();
        cork.close();
        assertThat(armed).isEmpty();

        late.run();

        assertThat(flushes).isEmpty();
    }

    @Test
    void failureOfTheSchedulerIsReported() {
        IllegalStateException planned = new IllegalStateException("planned");
        Cork broken = new Cork(
                (at, task) -> {
                    throw planned;
                },
                client);

        broken.ordered(connection, true, 0);
        broken.callbackBegins();
        broken.release();

        assertThat(failures).containsExactly(planned);
        assertThat(flushes).containsExactly("flush");
    }
}
