package dev.slipstream.bench.server;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Compresses and expands messages as permessage-deflate does (RFC 7692), each message for itself ("no context
 * takeover"). Only the server's thread uses it.
 */
final class Deflate {

    /** The server's answer to a client that offers compression. */
    static final String EXTENSION = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

    /** The end of each compressed message, which is not sent (RFC 7692, section 7.2.1). */
    private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

    private static final int CHUNK = 8 << 10;

    private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    private final Inflater inflater = new Inflater(true);
    private final byte[] chunk = new byte[CHUNK];

    byte[] compress(byte[] message) {
        deflater.reset();
        deflater.setInput(message);
        ByteArrayOutputStream out = new ByteArrayOutputStream(message.length);
        int count;
        do {
            count = deflater.deflate(chunk, 0, chunk.length, Deflater.SYNC_FLUSH);
            out.write(chunk, 0, count);
        } while (count == chunk.length);
        return Arrays.copyOf(out.toByteArray(), out.size() - TAIL.length);
    }

    /**
     * Expands a message.
     *
     * @throws IllegalArgumentException if the bytes are not a compressed message
     */
    byte[] expand(byte[] message) {
        inflater.reset();
        inflater.setInput(message);
        ByteArrayOutputStream out = new ByteArrayOutputStream(2 * message.length);
        try {
            expandTo(out);
            inflater.setInput(TAIL);
            expandTo(out);
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("a message of " + message.length + " bytes is not compressed", e);
        }
        return out.toByteArray();
    }

    private void expandTo(ByteArrayOutputStream out) throws DataFormatException {
        for (int count = inflater.inflate(chunk); count > 0; count = inflater.inflate(chunk)) {
            out.write(chunk, 0, count);
        }
    }
}
