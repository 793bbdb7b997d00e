package dev.slipstream.core.serializer;

import dev.slipstream.core.Encoder;
import dev.slipstream.core.transport.Frame;

/**
 * A wire format: turns values into payloads, and messages into frames and back.
 *
 * <p>Stateless, and called by many threads at once.
 */
public interface Serializer extends Encoder {

    /** What the query parameter {@code vsn} says, a full semantic version: the server picks its serializer by it. */
    String vsn();

    /**
     * Encodes what a client sends.
     *
     * @throws IllegalArgumentException if the format cannot hold it, such as a topic of more than 255 bytes beside a
     *     binary payload; the message names the part, its size and the limit
     */
    Frame encode(Message message);

    /**
     * Decodes what a server sent.
     *
     * @throws FrameLimitExceededException if it exceeds a limit of this serializer; the frame is dropped, and the
     *     connection stays open
     * @throws MalformedFrameException if it is no message; ten in a row end the connection
     */
    Message decode(Frame frame) throws MalformedFrameException;

    /** Drops the spare buffers that it keeps for the next message, if it keeps any: they are made anew when they are needed. */
    default void collectGarbage() {}
}
