package dev.slipstream.transport.tyrus.container;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Lets tests of other packages parse HTTP responses with the package-private {@link HttpResponseReader}. */
public final class HttpResponses {

    private HttpResponses() {}

    /**
     * The result of parsing.
     *
     * @param response the response, if it is complete
     * @param soFar the parsed part of an incomplete response
     * @param rest the number of bytes after the response
     */
    public record Read(Optional<HttpResponse> response, Optional<HttpResponse> soFar, int rest) {}

    /** Parses the bytes in pieces of this size. */
    public static Read of(byte[] bytes, int piece) throws ProtocolException {
        HttpResponseReader reader = new HttpResponseReader();
        Optional<HttpResponse> response = Optional.empty();
        int at = 0;
        while (response.isEmpty() && at < bytes.length) {
            ByteBuffer next = ByteBuffer.wrap(bytes, at, Math.min(piece, bytes.length - at));
            response = reader.read(next);
            at = next.position();
        }
        return new Read(response, reader.soFar(), bytes.length - at);
    }
}
