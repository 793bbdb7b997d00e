package dev.slipstream.channels;

import java.util.Objects;

/**
 * The bounds of the buffer that each subscriber of {@link Channel#messages} has, and what happens above them.
 *
 * <p>A message is buffered until the subscriber has requested it. A buffer without messages accepts a message of any
 * size.
 *
 * @param messages the maximum number of messages, 1 or more
 * @param bytes the maximum size of all payloads, as {@link dev.slipstream.core.Payload#retainedBytes} counts it; 1 or
 *     more
 * @param overflow what happens to a message that does not fit
 */
public record MessageBuffer(int messages, long bytes, Overflow overflow) {

    /** 1,000 messages and 1 MiB; the oldest message is dropped. */
    public static final MessageBuffer STANDARD = of(1000, Overflow.DROP_OLDEST);

    /** What happens to a message that does not fit into the buffer. Each dropped message is counted and reported. */
    public enum Overflow {
        /** The oldest messages are dropped until the new one fits. */
        DROP_OLDEST,
        /** The new message is dropped. */
        DROP_NEWEST,
        /**
         * The new message and all later ones are dropped, and the stream ends with {@link MessageOverflowException} after
         * the buffered messages. So the subscriber receives each message before the gap.
         */
        FAIL
    }

    public MessageBuffer {
        Objects.requireNonNull(overflow, "overflow");
        if (messages < 1 || bytes < 1) {
            throw new IllegalArgumentException("a buffer of " + messages + " messages and " + bytes
                    + " bytes is not accepted; accepted: 1 or more");
        }
    }

    /** Returns a buffer of this many messages, 1 MiB in total. */
    public static MessageBuffer of(int messages, Overflow overflow) {
        return new MessageBuffer(messages, 1 << 20, overflow);
    }
}
