package dev.slipstream.process;

import dev.slipstream.core.Failure;
import dev.slipstream.core.machine.FullQueue;
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
            return refused(
                    message,
                    FullQueue.OUTBOUND_FRAMES,
                    maxFrames); // the push keeps waiting, so no caller receives this failure
        }
        Frame frame;
        try {
            frame = serializer.encode(message);
        } catch (Throwable e) {
            return unencodable(message, e);
        }
        return frame.weight() <= maxBytes && transport.send(frame)
                ? new ConnectionInput.SendAccepted()
                : refusal(frame, transport);
    }

    /** Returns the refusal of a frame that this transport did not accept. */
    ConnectionInput refusal(Frame frame, Transport transport) {
        if (frame.weight() > maxBytes) {
            return new ConnectionInput.SendRefused(
                    message,
                    new Failure.Unencodable(
                            "it has " + frame.weight() + " bytes, but Configuration.maxOutboundBytes is " + maxBytes));
        }
        return isOfBytes(frame, transport.queuedFrames())
                ? refused(message, FullQueue.OUTBOUND_BYTES, maxBytes)
                : refused(message, FullQueue.OUTBOUND_FRAMES, maxFrames);
    }

    /**
     * Estimates whether the transport reached its bound on bytes, and not its bound on frames. The transport does not
     * say which, and it may have written frames since it refused this one. If the queue holds less than half of the
     * allowed frames, the bound on bytes is assumed. A fuller queue is assumed to hold frames as large as this one. A
     * transport that does not count its frames returns 0; then the bound on frames is assumed.
     */
    private boolean isOfBytes(Frame frame, int queuedFrames) {
        boolean isHeavy = (long) frame.weight() * maxFrames > maxBytes;
        int few = isHeavy ? maxFrames : maxFrames / 2;
        return queuedFrames > 0 && queuedFrames < few;
    }

    private static ConnectionInput refused(Message message, String what, int limit) {
        return new ConnectionInput.SendRefused(message, new Failure.Overflow(what, limit));
    }

    /**
     * Returns the refusal of a message that the serializer did not encode. It shows the serializer's message only if
     * this library wrote the message, because the message of another serializer may quote a payload.
     */
    static ConnectionInput unencodable(Message message, Throwable thrown) {
        String detail = thrown instanceof IllegalArgumentException && SafeLog.hasOwnMessage(thrown)
                ? String.valueOf(thrown.getMessage())
                : thrown.getClass().getName();
        return new ConnectionInput.SendRefused(message, new Failure.Unencodable(detail));
    }
}
