package dev.slipstream.transport.tyrus;

import static dev.slipstream.core.transport.HandshakeFailures.has;

import dev.slipstream.core.Failure;
import dev.slipstream.core.transport.Handshake;
import dev.slipstream.core.transport.HandshakeFailures;
import dev.slipstream.transport.tyrus.container.HttpResponse;
import dev.slipstream.transport.tyrus.container.TunnelFailedException;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.Optional;

/**
 * Translates exceptions and close reasons of Tyrus into failures.
 *
 * <p>Leaves out the messages of the exceptions, because they may quote addresses and headers.
 */
final class TyrusFailures {

    static final String LIBRARY = "Tyrus";

    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int PROTOCOL_ERROR = 1002;
    private static final int TOO_LARGE = 1009;
    private static final int INTERNAL_ERROR = 1011;

    private final Handshake handshake;
    private final Opening opening;

    TyrusFailures(Handshake handshake, Opening opening) {
        this.handshake = handshake;
        this.opening = opening;
    }

    /** Returns the failure of an attempt to connect. */
    Failure ofHandshake(Throwable error) {
        HttpResponse response = opening.answer();
        if (response.status() == SWITCHING_PROTOCOLS) {
            return opening.invalidity().orElse(HandshakeFailures.NO_UPGRADE);
        }
        if (response.status() != 0) {
            return new Failure.HandshakeRefused(response.status(), response.headers(), response.body());
        }
        Optional<TunnelFailedException> tunnel = HandshakeFailures.cause(error, TunnelFailedException.class);
        if (tunnel.isPresent()) {
            return new Failure.ProxyFailed(String.valueOf(tunnel.get().getMessage()));
        }
        Optional<Failure> common = HandshakeFailures.of(error, handshake, false);
        if (common.isPresent()) {
            return common.get();
        }
        Optional<ProtocolException> garbage = HandshakeFailures.cause(error, ProtocolException.class);
        if (garbage.isPresent()) {
            return new Failure.HandshakeInvalid(String.valueOf(garbage.get().getMessage()));
        }
        return has(error, IOException.class)
                ? new Failure.ConnectionLost("the server ended TCP during the handshake")
                : HandshakeFailures.unexpected(LIBRARY, error);
    }

    /**
     * Translates the code and text with which Tyrus ended an open websocket into the close code that RFC 6455 requires.
     */
    static int codeOfOwnClose(int code, String text) {
        if (code != INTERNAL_ERROR) {
            return code;
        }
        // Tyrus threw while it read, because its buffer is too small or the frame is invalid.
        return text.contains("overflow") ? TOO_LARGE : PROTOCOL_ERROR;
    }

    /** Returns the failure of a write. */
    static Failure ofWrite(Throwable error) {
        return has(error, IOException.class) || has(error, IllegalStateException.class)
                ? new Failure.ConnectionLost("TCP ended while a message was being written")
                : HandshakeFailures.unexpected(LIBRARY, error);
    }
}
