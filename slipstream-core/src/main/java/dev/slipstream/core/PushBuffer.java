package dev.slipstream.core;

import java.time.Duration;

/**
 * The bounds of a topic's buffer: it holds pushes and requests made while the topic is wanted but not joined.
 *
 * <p>The client sends the pushes once, in order, when the topic is joined. {@link Event.PushFailed} reports a push that
 * does not fit or expires. A request that does not fit or expires ends with an outcome.
 *
 * @param messages the maximum number of pushes and requests; 0 disables the buffer
 * @param bytes the maximum size of all payloads, as {@link Payload#retainedBytes} counts it
 * @param expiry how long each push or request is kept: 0 or more, {@link DurationLimits#LONGEST} at most
 */
public record PushBuffer(int messages, long bytes, Duration expiry) {

    /** Keeps nothing: the default. */
    public static final PushBuffer NONE = new PushBuffer(0, 0, Duration.ZERO);

    public PushBuffer {
        DurationLimits.notNegative("expiry of a buffer", expiry);
        if (messages < 0 || bytes < 0) {
            throw new IllegalArgumentException(
                    "buffer of " + messages + " messages and " + bytes + " bytes is not accepted; accepted: 0 or more");
        }
    }

    /** Returns a buffer for this many messages, 1 MiB in total, kept for 30 s each. */
    public static PushBuffer of(int messages) {
        return new PushBuffer(messages, 1 << 20, Duration.ofSeconds(30));
    }
}
