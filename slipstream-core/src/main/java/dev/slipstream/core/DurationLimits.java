package dev.slipstream.core;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Checks durations. The minimum depends on the method; the maximum is always {@link #LONGEST}. */
public final class DurationLimits {

    /**
     * The longest accepted duration: 365 days. A deadline is a {@code long} of nanoseconds: the time since the program
     * began plus several durations. With this limit, no deadline overflows.
     */
    public static final Duration LONGEST = Duration.ofDays(365);

    private DurationLimits() {}

    /**
     * Accepts a duration that is more than 0 and at most {@link #LONGEST}.
     *
     * @param what the name of the duration in the error
     * @throws IllegalArgumentException if the duration is out of this range; the message names the duration, its value
     *     and the accepted values
     */
    public static void positive(String what, Duration span) {
        Objects.requireNonNull(span, what);
        check(what, span, isPositive(span), "more than 0");
    }

    /** Whether {@link #positive} accepts this duration. */
    public static boolean isPositive(@Nullable Duration span) {
        return span != null && !span.isZero() && !span.isNegative() && span.compareTo(LONGEST) <= 0;
    }

    /** Like {@link #positive}, but also accepts 0. */
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
