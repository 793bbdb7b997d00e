package dev.slipstream.transport.tyrus.container;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Reads answers for tests that are elsewhere: the reader is nobody else's business. */
public final class Answers {

    private Answers() {}

    /**
     * Reads as much as comes.
     *
     * @param answer what it was, if there is enough of it
     * @param rest how many bytes were left alone, behind it
     */
    public record Read(Optional<HttpResponse> answer, Optional<HttpResponse> soFar, int rest) {}

    /** Reads the bytes in pieces of this size. */
    public static Read of(byte[] bytes, int piece) throws ProtocolException {
        HttpResponseReader reader = new HttpResponseReader();
        Optional<HttpResponse> answer = Optional.empty();
        int at = 0;
        while (answer.isEmpty() && at < bytes.length) {
            ByteBuffer next = ByteBuffer.wrap(bytes, at, Math.min(piece, bytes.length - at));
            answer = reader.read(next);
            at = next.position();
        }
        return new Read(answer, reader.soFar(), bytes.length - at);
    }
}
