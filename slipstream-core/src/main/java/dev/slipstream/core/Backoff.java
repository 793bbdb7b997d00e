package dev.slipstream.core;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A strategy for the delays between attempts to connect or to join.
 *
 * <p>A backoff returns a range of delays. The client chooses a delay from this range at random, uniformly.
 */
@FunctionalInterface
public interface Backoff {

    /**
     * Returns the range of the next delay.
     *
     * @param attempt 1 for the first attempt after a failure; each further attempt adds 1
     * @param wasEstablished whether the current failures began with the loss of an open connection or joined topic. If
     *     true, many clients may have lost the server at once, for example in a deploy
     */
    Window window(int attempt, boolean wasEstablished);

    /**
     * A range of delays; an exact delay if both ends are equal.
     *
     * @param earliest not negative
     * @param latest not before {@code earliest}, and at most {@link DurationLimits#LONGEST}
     */
    record Window(Duration earliest, Duration latest) {

        public Window {
            DurationLimits.notNegative("earliest of a window", earliest);
            DurationLimits.notNegative("latest of a window", latest);
            if (latest.compareTo(earliest) < 0) {
                throw new IllegalArgumentException("window from " + earliest + " to " + latest
                        + " is not accepted; accepted: a latest that is not before the earliest");
            }
        }

        /**
         * Returns a random delay in this window.
         *
         * @param roll chooses the delay: a random number from 0 (included) to 1 (excluded), uniformly distributed
         */
        public Duration at(double roll) {
            long width = latest.toNanos() - earliest.toNanos();
            return earliest.plusNanos((long) (width * roll));
        }

        /** Whether this delay lies in the window, both ends included. */
        public boolean contains(Duration delay) {
            return delay.compareTo(earliest) >= 0 && delay.compareTo(latest) <= 0;
        }
    }

    /**
     * The default backoff. After the loss of a connection or topic, the first delay is 0 to 1 s, because many clients
     * may have lost the server at once. All other delays are 50% to 100% of the next of these steps: 250, 500,
     * 1000, 2000 and 5000 ms. The last step repeats.
     */
    static Backoff standard() {
        Backoff steps = jittered(millis(250, 500, 1000, 2000, 5000));
        Window herd = new Window(Duration.ZERO, Duration.ofSeconds(1));
        return (attempt, wasEstablished) -> {
            if (!wasEstablished) {
                return steps.window(attempt, false);
            }
            return attempt == 1 ? herd : steps.window(attempt - 1, false);
        };
    }

    /**
     * The slow backoff, for failures that only a person can correct. Each delay is 50% to 100% of the next of these
     * steps: 30, 60, 120, 240 and 300 s. The last step repeats.
     */
    static Backoff slow() {
        return jittered(LongStream.of(30, 60, 120, 240, 300)
                .mapToObj(Duration::ofSeconds)
                .toList());
    }

    /** The reconnect delays of Slipstream for Elixir. They begin with 10 ms and have no jitter. */
    static Backoff slipstream() {
        return exact(millis(10, 50, 100, 150, 200, 250, 500, 1000, 2000, 5000));
    }

    /** The rejoin delays of Slipstream for Elixir. They begin with 100 ms and have no jitter. */
    static Backoff slipstreamRejoin() {
        return exact(millis(100, 500, 1000, 2000, 5000, 10_000));
    }

    /** Returns a backoff with exactly these delays. The last delay repeats. */
    static Backoff exact(List<Duration> steps) {
        List<Duration> delays = checked(steps);
        return (attempt, wasEstablished) -> {
            Duration delay = step(delays, attempt);
            return new Window(delay, delay);
        };
    }

    /** Returns a backoff whose delays are random: each is 50% to 100% of the next step. The last step repeats. */
    static Backoff jittered(List<Duration> steps) {
        List<Duration> delays = checked(steps);
        return (attempt, wasEstablished) -> {
            Duration delay = step(delays, attempt);
            return new Window(delay.dividedBy(2), delay);
        };
    }

    private static Duration step(List<Duration> delays, int attempt) {
        return delays.get(Math.min(Math.max(attempt, 1), delays.size()) - 1);
    }

    private static List<Duration> checked(List<Duration> steps) {
        if (steps.isEmpty()) {
            throw new IllegalArgumentException(
                    "backoff with an empty list is not accepted; accepted: at least one delay");
        }
        for (Duration step : steps) {
            DurationLimits.notNegative("a delay of a backoff", step);
        }
        return List.copyOf(steps);
    }

    private static List<Duration> millis(long... delays) {
        return LongStream.of(delays).mapToObj(Duration::ofMillis).toList();
    }
}
