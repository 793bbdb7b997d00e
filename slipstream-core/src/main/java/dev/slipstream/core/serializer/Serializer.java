package dev.slipstream.core.serializer;

import dev.slipstream.core.Encoder;
import dev.slipstream.core.transport.Frame;

/**
 * A wire format. It encodes values as payloads, encodes messages as frames, and decodes frames.
 *
 * <p>A serializer is thread-safe, and keeps no state except spare buffers.
 */
public interface Serializer extends Encoder {

    /**
     * Encodes a message of the client.
     *
     * @throws IllegalArgumentException if the format cannot hold the message, for example a topic of more than 255
     *     bytes with a binary payload. The exception names the part, its size and the limit
     */
    Frame encode(Message message);

    /**
     * Decodes a frame of the server.
     *
     * @throws FrameLimitExceededException if the frame exceeds a limit of this serializer; the frame is dropped, and
     *     the connection stays open
     * @throws MalformedFrameException if the frame is not a message; ten such frames in a row end the connection
     */
    Message decode(Frame frame) throws MalformedFrameException;

    /** Drops the spare buffers that this serializer keeps. The serializer makes new buffers on demand. */
    default void collectGarbage() {}
}
