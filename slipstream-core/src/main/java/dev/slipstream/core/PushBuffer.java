package dev.slipstream.core;

import java.time.Duration;

/**
 * What a topic keeps of the pushes and requests that are made while it is wanted but not joined.
 *
 * <p>They go out in order once it is joined, each once. What does not fit, or is not sent in time, is told as
 * {@link Event.PushFailed}, or as the outcome of the request.
 *
 * @param messages how many at most; 0 keeps none
 * @param bytes how many bytes of payload at most, as {@link Payload#retainedBytes} counts them
 * @param expiry how long each one is kept: 0 or more, {@link DurationLimits#LONGEST} at most
 */
public record PushBuffer(int messages, long bytes, Duration expiry) {

    /** Keeps nothing: the default. */
    public static final PushBuffer NONE = new PushBuffer(0, 0, Duration.ZERO);

    public PushBuffer {
        DurationLimits.notNegative("expiry of a buffer", expiry);
        if (messages < 0 || bytes < 0) {
            throw new IllegalArgumentException(
                    "a buffer's bounds are 0 or more, not " + messages + " messages, " + bytes + " bytes");
        }
    }

    /** Returns a buffer of this many messages, of 1 MiB together, for 30 s each. */
    public static PushBuffer of(int messages) {
        return new PushBuffer(messages, 1 << 20, Duration.ofSeconds(30));
    }
}
