package dev.slipstream.transport.contract;

import dev.slipstream.core.Header;
import dev.slipstream.core.transport.Handshake;
import dev.slipstream.core.transport.UpgradeUri;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** A builder of handshakes with ordinary values. A rule changes only the value that it tests. */
final class Attempt {

    /** A token that no failure may contain. */
    static final String SECRET = "s3cr%2Ft";

    static final String PATH = "/socket/websocket?token=" + SECRET + "&a=%20b+c&vsn=2.0.0";

    /** A deadline that expires while the rule waits. */
    static final Duration SHORT = Duration.ofMillis(300);

    /** A deadline that expires while the rule waits, but not before the client has connected to the server. */
    static final Duration AFTER_CONTACT = Duration.ofSeconds(1);

    /** A deadline that does not pass within a rule. */
    static final Duration LONG = Duration.ofMinutes(2);

    /** How much earlier than a deadline a timer may fire. */
    static final Duration EARLY = Duration.ofMillis(50);

    /** A server stops an endless response after this many bytes, which are more than socket buffers can hold. */
    static final long FLOOD = 24 << 20;

    /** An attempt must end before the server has written this many bytes of a response without an end. */
    static final long FLOOD_TAKEN = 16 << 20;

    private final UpgradeUri uri;
    private List<Header> headers = List.of();
    private List<String> subprotocols = List.of();
    private Optional<SSLContext> tls = Optional.empty();
    private Optional<ProxySelector> proxy = Optional.empty();
    private Duration connectTimeout = LONG;
    private Duration closeTimeout = Duration.ofSeconds(5);
    private int maxMessageBytes = 8 << 20;
    private int maxOutboundFrames = 1000;
    private int maxOutboundBytes = 16 << 20;

    Attempt(URI uri) {
        this.uri = UpgradeUri.of(uri.toString());
    }

    static Attempt to(RawServer server, String scheme) {
        return new Attempt(server.uri(scheme, PATH));
    }

    static Attempt to(InetSocketAddress address) {
        return new Attempt(URI.create("ws://127.0.0.1:" + address.getPort() + PATH));
    }

    Attempt headers(List<Header> lines) {
        headers = lines;
        return this;
    }

    Attempt subprotocols(List<String> offered) {
        subprotocols = offered;
        return this;
    }

    Attempt tls(SSLContext context) {
        tls = Optional.of(context);
        return this;
    }

    Attempt proxy(ProxySelector selector) {
        proxy = Optional.of(selector);
        return this;
    }

    Attempt connectTimeout(Duration timeout) {
        connectTimeout = timeout;
        return this;
    }

    Attempt closeTimeout(Duration timeout) {
        closeTimeout = timeout;
        return this;
    }

    Attempt maxMessageBytes(int bytes) {
        maxMessageBytes = bytes;
        return this;
    }

    Attempt maxOutbound(int frames, int bytes) {
        maxOutboundFrames = frames;
        maxOutboundBytes = bytes;
        return this;
    }

    Handshake handshake() {
        return new Handshake(
                uri,
                headers,
                subprotocols,
                tls,
                proxy,
                connectTimeout,
                closeTimeout,
                maxMessageBytes,
                maxOutboundFrames,
                maxOutboundBytes);
    }
}
