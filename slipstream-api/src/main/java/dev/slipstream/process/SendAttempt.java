package dev.slipstream.process;

import dev.slipstream.core.Failure;
import dev.slipstream.core.machine.connection.ConnectionInput;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.core.serializer.Serializer;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.core.transport.Transport;

/**
 * An attempt to send a message that waits for room in the outbound queue.
 *
 * @param maxFrames the largest number of frames in the outbound queue
 * @param maxBytes the largest number of bytes in the outbound queue
 */
record SendAttempt(Message message, Serializer serializer, int maxFrames, int maxBytes) {

    /** Sends the message if this transport has room. Throws what the transport throws. */
    ConnectionInput with(Transport transport) {
        if (!transport.hasRoom()) {
            return overflow(message, maxFrames);
        }
        Frame frame;
        try {
            frame = serializer.encode(message);
        } catch (Throwable e) {
            return unencodable(message, e);
        }
        if (frame.weight() > maxBytes) {
            return new ConnectionInput.SendRefused(
                    message,
                    new Failure.Unencodable("its frame of " + frame.weight()
                            + " bytes is larger than Configuration.maxOutboundBytes, " + maxBytes));
        }
        return transport.send(frame) ? new ConnectionInput.SendAccepted() : overflow(message, maxFrames);
    }

    static ConnectionInput overflow(Message message, int maxFrames) {
        return new ConnectionInput.SendRefused(message, new Failure.Overflow("the outbound queue", maxFrames));
    }

    static ConnectionInput unencodable(Message message, Throwable thrown) {
        String detail = thrown instanceof IllegalArgumentException
                ? String.valueOf(thrown.getMessage())
                : thrown.getClass().getName();
        return new ConnectionInput.SendRefused(message, new Failure.Unencodable(detail));
    }
}
