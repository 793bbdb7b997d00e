package dev.slipstream.channels;

import java.util.Objects;

/**
 * The bounds of a subscriber's buffer, and the policy for messages that do not fit. Each subscriber of
 * {@link Channel#messages} has its own buffer.
 *
 * <p>The buffer keeps a message until the subscriber requests it. An empty buffer accepts a message of any size.
 *
 * @param messages the maximum number of messages, 1 or more
 * @param bytes the maximum size of all payloads, as {@link dev.slipstream.core.Payload#retainedBytes} counts it; 1 or
 *     more
 * @param overflow the policy for a message that does not fit
 */
public record MessageBuffer(int messages, long bytes, Overflow overflow) {

    /** 1,000 messages and 1 MiB; the oldest message is dropped. */
    public static final MessageBuffer STANDARD = of(1000, Overflow.DROP_OLDEST);

    /** The policy for a message that does not fit into the buffer. Dropped messages are counted and reported. */
    public enum Overflow {
        /** The oldest messages are dropped until the new one fits. */
        DROP_OLDEST,
        /** The new message is dropped. */
        DROP_NEWEST,
        /**
         * The new message and all later ones are dropped, and the stream ends with {@link MessageOverflowException}
         * after the buffered messages. So the subscriber receives every message that arrived before the first dropped
         * one.
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

    /** The bounds in words, such as {@code 1 message and 1048576 bytes}. */
    String bounds() {
        return count(messages, "message") + " and " + count(bytes, "byte");
    }

    static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** Returns a buffer of this many messages and 1 MiB in total. */
    public static MessageBuffer of(int messages, Overflow overflow) {
        return new MessageBuffer(messages, 1 << 20, overflow);
    }
}
