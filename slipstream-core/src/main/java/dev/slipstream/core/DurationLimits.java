package dev.slipstream.core;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which durations are accepted, wherever one is given: not negative, where it says so more than 0, and
 * {@link #LONGEST} at most.
 */
public final class DurationLimits {

    /** 365 days. Deadlines are counted in nanoseconds since the process began, and sums of several must not overflow. */
    public static final Duration LONGEST = Duration.ofDays(365);

    private DurationLimits() {}

    /**
     * Accepts what is more than 0 and no longer than {@link #LONGEST}.
     *
     * @param what which duration it is, for the error
     * @throws IllegalArgumentException naming it, its value and what is accepted
     */
    public static void positive(String what, Duration span) {
        Objects.requireNonNull(span, what);
        check(what, span, isPositive(span), "more than 0");
    }

    /** Whether {@link #positive} accepts this. */
    public static boolean isPositive(@Nullable Duration span) {
        return span != null && !span.isZero() && !span.isNegative() && span.compareTo(LONGEST) <= 0;
    }

    /** As {@link #positive}, but 0 is accepted too. */
    public static void notNegative(String what, Duration span) {
        Objects.requireNonNull(span, what);
        check(what, span, !span.isNegative(), "0 or more");
    }

    private static void check(String what, Duration span, boolean isLongEnough, String accepted) {
        if (!isLongEnough || span.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(what + ": " + span + " is not accepted; accepted: " + accepted + ", and "
                    + LONGEST.toDays() + " days at most");
        }
    }
}
