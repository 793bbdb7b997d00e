package dev.slipstream.transport.tyrus;

import dev.slipstream.core.Failure;
import dev.slipstream.core.Header;
import dev.slipstream.core.transport.Handshake;
import dev.slipstream.core.transport.HandshakeFailures;
import dev.slipstream.core.transport.ProxyChoice;
import dev.slipstream.core.transport.ProxyUnusableException;
import dev.slipstream.core.transport.UpgradeUri;
import dev.slipstream.transport.tyrus.container.ConnectPlan;
import dev.slipstream.transport.tyrus.container.HandshakeEvents;
import dev.slipstream.transport.tyrus.container.HttpResponse;
import dev.slipstream.transport.tyrus.container.TunnelFailedException;
import jakarta.websocket.ClientEndpointConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.glassfish.grizzly.nio.transport.TCPNIOTransport;
import org.glassfish.tyrus.spi.ClientContainer;

/**
 * The requests and the response of one handshake.
 *
 * <p>Tyrus receives the scheme, the host and the port, but not the path and the query, because Tyrus would log them and
 * change their encoding.
 */
final class Opening {

    /**
     * Extra bytes in Tyrus's buffer, for the header of a frame and for a frame slightly above the limit. Without them,
     * Tyrus would reject such a frame before this library checks its size.
     */
    private static final int HEADROOM = 1 << 16;

    private static final String UNNAMED = "unnamed.invalid";

    private final Handshake handshake;
    private volatile HttpResponse response = new HttpResponse(0, Map.of(), "");

    Opening(Handshake handshake) {
        this.handshake = handshake;
    }

    /**
     * Returns the address that Tyrus receives. Tyrus requires a host that {@link URI} accepts, so a placeholder
     * replaces any other host.
     */
    URI uri() {
        UpgradeUri uri = handshake.uri();
        return URI.create(
                (uri.isSecure() ? "wss://" : "ws://") + (uri.hasStandardHost() ? uri.authority() : UNNAMED) + "/");
    }

    ClientEndpointConfig config(HandshakeEvents events) {
        ClientEndpointConfig config = ClientEndpointConfig.Builder.create().build();
        Map<String, Object> properties = config.getUserProperties();
        properties.put(HandshakeEvents.PROPERTY, events);
        // This is the only property that Tyrus reads for each websocket. It reads all others from ClientManager.
        properties.put(ClientContainer.WLS_INCOMING_BUFFER_SIZE, (int)
                Math.min(Integer.MAX_VALUE, (long) handshake.maxMessageBytes() + HEADROOM));
        return config;
    }

    /**
     * Plans the connection. May block, because it calls DNS and the proxy selector, which is user code.
     *
     * @throws ProxyUnusableException if the selector returns proxies, but no HTTP proxy
     */
    ConnectPlan plan(TCPNIOTransport grizzly) throws IOException, NoSuchAlgorithmException {
        Optional<InetSocketAddress> proxy = ProxyChoice.of(handshake);
        InetSocketAddress address = resolved(proxy.orElseGet(() -> InetSocketAddress.createUnresolved(
                handshake.uri().host(), handshake.uri().port())));
        if (address.isUnresolved()) {
            if (proxy.isPresent()) {
                throw new TunnelFailedException("the proxy's host name has no address");
            }
            throw new UnknownHostException();
        }
        return new ConnectPlan(
                grizzly,
                address,
                proxy.map(to -> tunnelRequest()),
                tls(),
                handshake.uri().host(),
                this::upgradeRequest);
    }

    private static InetSocketAddress resolved(InetSocketAddress address) {
        return address.isUnresolved() ? new InetSocketAddress(address.getHostString(), address.getPort()) : address;
    }

    private Optional<SSLContext> tls() throws NoSuchAlgorithmException {
        if (!handshake.uri().isSecure()) {
            return Optional.empty();
        }
        return Optional.of(handshake.tls().isPresent() ? handshake.tls().get() : SSLContext.getDefault());
    }

    // --- the requests -----------------------------------------------------------------------------------------------

    private byte[] tunnelRequest() {
        String authority = HandshakeFailures.address(handshake);
        StringBuilder request = new StringBuilder("CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n");
        handshake.headers().stream().filter(Opening::isForProxy).forEach(header -> append(request, header));
        return bytes(request);
    }

    private byte[] upgradeRequest(String key) {
        StringBuilder request = new StringBuilder("GET " + handshake.uri().target() + " HTTP/1.1\r\n")
                .append("Host: ")
                .append(handshake.uri().authority())
                .append("\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n")
                .append("Sec-WebSocket-Key: ")
                .append(key)
                .append("\r\n");
        if (!handshake.subprotocols().isEmpty()) {
            request.append("Sec-WebSocket-Protocol: ")
                    .append(String.join(", ", handshake.subprotocols()))
                    .append("\r\n");
        }
        handshake.headers().stream().filter(header -> !isForProxy(header)).forEach(header -> append(request, header));
        return bytes(request);
    }

    /**
     * Whether a header goes only to the proxy. Such a header may hold credentials, which must never reach the server.
     */
    private static boolean isForProxy(Header header) {
        return header.name().toLowerCase(Locale.ROOT).startsWith("proxy-");
    }

    private static void append(StringBuilder request, Header header) {
        request.append(header.name()).append(": ").append(header.value()).append("\r\n");
    }

    private static byte[] bytes(StringBuilder request) {
        return request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    // --- the response -----------------------------------------------------------------------------------------------

    /** Keeps the response. Called before Tyrus receives it. */
    void answered(HttpResponse came) {
        response = came;
    }

    /** Returns the response; its status is 0 until it arrives. */
    HttpResponse answer() {
        return response;
    }

    /** Checks the response for errors that Tyrus does not detect. Returns the failure, if any. */
    Optional<Failure> invalidity() {
        return HandshakeFailures.ofUpgrade(response.headers(), handshake);
    }
}
