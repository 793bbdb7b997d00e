package dev.slipstream.transport.netty;

import static dev.slipstream.core.transport.HandshakeFailures.has;

import dev.slipstream.core.Failure;
import dev.slipstream.core.transport.Handshake;
import dev.slipstream.core.transport.HandshakeFailures;
import io.netty.handler.ssl.NotSslRecordException;
import java.io.IOException;
import java.net.Proxy;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Optional;

/**
 * Translates exceptions of Netty into failures.
 *
 * <p>Leaves out the messages of the exceptions, because they may quote addresses, headers and received bytes.
 */
final class NettyFailures {

    static final String LIBRARY = "Netty";

    /** The message of Netty's exception about a server that ends TCP during the TLS handshake. */
    private static final List<String> END_IN_TLS = List.of("Connection closed while SSL/TLS handshake was in progress");

    private final Handshake handshake;

    /** The proxy of the attempt, set before the attempt connects. */
    private volatile Proxy proxy = Proxy.NO_PROXY;

    NettyFailures(Handshake handshake) {
        this.handshake = handshake;
    }

    void goesThrough(Proxy chosen) {
        proxy = chosen;
    }

    /** Returns the failure of an attempt that has no TCP connection. */
    Failure ofConnecting(Throwable error) {
        return HandshakeFailures.of(error, handshake, proxy.type() != Proxy.Type.DIRECT)
                .orElseGet(() -> HandshakeFailures.unexpected(LIBRARY, error));
    }

    /** Returns the failure if a SOCKS proxy did not open a connection to the server. */
    Failure ofSocks() {
        return new Failure.ProxyFailed(
                "the SOCKS proxy did not open a connection to " + HandshakeFailures.address(handshake));
    }

    /** Returns the failure of an attempt whose TCP connection to the server is open, perhaps through a proxy. */
    Failure ofHandshake(Throwable error) {
        if (has(error, NotSslRecordException.class)) {
            return new Failure.PlaintextReceived(HandshakeFailures.address(handshake));
        }
        boolean isEnd = has(error, ClosedChannelException.class) || HandshakeFailures.says(error, END_IN_TLS);
        Optional<Failure> common = isEnd ? Optional.empty() : HandshakeFailures.of(error, handshake, false);
        if (common.isPresent()) {
            return common.get();
        }
        return isEnd || has(error, IOException.class)
                ? new Failure.ConnectionLost("the server ended TCP during the handshake")
                : HandshakeFailures.unexpected(LIBRARY, error);
    }

    /** Returns the failure of a write, or of an open websocket. */
    static Failure ofConnection(Throwable error) {
        if (has(error, SocketException.class)) {
            return new Failure.ConnectionLost("TCP was reset");
        }
        return has(error, IOException.class)
                ? new Failure.ConnectionLost("TCP ended without a close frame")
                : HandshakeFailures.unexpected(LIBRARY, error);
    }
}
