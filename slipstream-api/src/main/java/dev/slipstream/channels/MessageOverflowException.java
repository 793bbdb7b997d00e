package dev.slipstream.channels;

import dev.slipstream.core.LogSafe;
import dev.slipstream.core.SlipstreamException;

/**
 * Ends the stream of a subscriber that requests messages too slowly, if its buffer has the policy
 * {@link MessageBuffer.Overflow#FAIL}. To continue, subscribe again; the new subscription receives only later messages.
 */
public final class MessageOverflowException extends SlipstreamException {

    private static final long serialVersionUID = 1;

    MessageOverflowException(String topic, MessageBuffer buffer) {
        super("a subscriber of " + LogSafe.of(topic) + " was too slow: its buffer for " + buffer.bounds()
                + " is full; request messages earlier, pass a larger"
                + " MessageBuffer, or subscribe again");
    }
}
