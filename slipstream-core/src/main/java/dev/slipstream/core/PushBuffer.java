package dev.slipstream.core;

import java.time.Duration;

/**
 * The bounds of a topic's buffer. The buffer holds the pushes and requests that user code makes while the topic is
 * wanted but not joined.
 *
 * <p>When the topic is joined, the client sends the buffered pushes and requests once, in order. If a push does not fit
 * or expires, {@link Event.PushFailed} reports it. If a request does not fit or expires, its outcome is
 * {@link Reply.Lost}.
 *
 * @param messages the maximum number of pushes and requests; 0 disables the buffer
 * @param bytes the maximum sum of {@link Payload#retainedBytes} of all buffered payloads
 * @param expiry how long the buffer keeps each push or request: 0 or more, {@link DurationLimits#LONGEST} at most
 */
public record PushBuffer(int messages, long bytes, Duration expiry) {

    /** The default: the topic has no buffer. */
    public static final PushBuffer NONE = new PushBuffer(0, 0, Duration.ZERO);

    public PushBuffer {
        DurationLimits.notNegative("expiry of a buffer", expiry);
        if (messages < 0 || bytes < 0) {
            throw new IllegalArgumentException(
                    "buffer of " + messages + " messages and " + bytes + " bytes is not accepted; accepted: 0 or more");
        }
    }

    /**
     * Returns a buffer for this many pushes and requests, with at most 1 MiB in total. Each of them expires after 30 s.
     */
    public static PushBuffer of(int messages) {
        return new PushBuffer(messages, 1 << 20, Duration.ofSeconds(30));
    }
}
