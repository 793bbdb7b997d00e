package dev.slipstream.transport.netty;

import java.nio.ByteBuffer;
import java.security.SecureRandom;

/**
 * The mask keys of one websocket. RFC 6455 section 5.3 requires a new key for each frame, from a source that nobody can
 * predict.
 *
 * <p>Only one thread at a time may use this object. It draws several keys at once, because each call of
 * {@link SecureRandom} is slow.
 */
final class MaskKeys {

    private static final int KEYS = 16;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final ByteBuffer drawn = ByteBuffer.allocate(KEYS * Integer.BYTES).position(KEYS * Integer.BYTES);

    int next() {
        if (!drawn.hasRemaining()) {
            RANDOM.nextBytes(drawn.array());
            drawn.clear();
        }
        return drawn.getInt();
    }
}
