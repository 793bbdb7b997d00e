package dev.slipstream.testkit.server;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;

/** The real clock. An instant ends when the loop has run all tasks that were queued when the instant began. */
final class RealTime implements ServerTime {

    private final long startedAt = System.nanoTime();
    private @Nullable ScheduledFuture<?> timer;

    @Override
    public Duration now() {
        return Duration.ofNanos(System.nanoTime() - startedAt);
    }

    @Override
    public void instantBegan(ServerLoop loop) {
        loop.run(loop::settle);
    }

    @Override
    public void nextDeadline(@Nullable Duration deadline, ServerLoop loop) {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
        if (deadline != null) {
            Duration left = deadline.minus(now());
            timer = loop.later(left.isNegative() ? Duration.ZERO : left, loop::timePassed);
        }
    }
}
