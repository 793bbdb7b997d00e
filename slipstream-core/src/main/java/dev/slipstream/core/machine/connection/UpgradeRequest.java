package dev.slipstream.core.machine.connection;

import dev.slipstream.core.Configuration;
import dev.slipstream.core.Credentials;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Header;
import dev.slipstream.core.transport.Handshake;
import dev.slipstream.core.transport.LoopbackProxySelector;
import dev.slipstream.core.transport.UpgradeUri;
import java.net.ProxySelector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The upgrade request of a websocket, made from configuration and credentials. */
final class UpgradeRequest {

    private static final String TOKEN_PREFIX = "base64url.bearer.phx.";

    private final Configuration configuration;
    private final Credentials credentials;
    private final String vsn;
    private final Optional<String> token;

    UpgradeRequest(Configuration configuration, Credentials credentials, String vsn) {
        this.configuration = configuration;
        this.credentials = credentials;
        this.vsn = vsn;
        // Although TOKEN_PREFIX says base64url, Phoenix expects standard base64 without padding.
        this.token = credentials
                .authToken()
                .or(() -> configuration.credentials().authToken())
                .map(text ->
                        Base64.getEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Returns why this request must not be sent; empty if it may be sent. */
    Optional<Failure> failure() {
        if (!configuration.allowsShowing(credentials)) {
            return Optional.of(new Failure.CredentialsFailed("credentials would travel unencrypted over ws to "
                    + configuration.host()
                    + "; use wss, a loopback host, or allowCleartextCredentials()"));
        }
        if (!configuration.allowsVersion(vsn, credentials)) {
            return Optional.of(new Failure.CredentialsFailed("the uri or the params have a vsn other than " + vsn
                    + ", the version of the serializer; leave vsn out, because the client adds it"));
        }
        // The token is sent in a subprotocol, which cannot have a slash (RFC 6455 section 4.1).
        return token.filter(encoded -> encoded.isEmpty() || encoded.contains("/"))
                .map(encoded -> new Failure.CredentialsFailed(
                        encoded.isEmpty()
                                ? "the auth token is empty"
                                : "the base64 of the auth token has a /, which a subprotocol cannot have; send the"
                                        + " token as a param"));
    }

    /**
     * Returns the configured proxy selector. If only a proxy on this machine is allowed, wraps the selector. The
     * wrapper checks each chosen proxy, because the selector may choose a different proxy each time.
     */
    private Optional<ProxySelector> proxy() {
        return configuration.allowsProxyElsewhere(credentials)
                ? configuration.proxy()
                : configuration.proxy().map(LoopbackProxySelector::new);
    }

    Handshake handshake() {
        return new Handshake(
                UpgradeUri.of(configuration, credentials, vsn),
                headers(),
                token.map(encoded -> List.of("phoenix", TOKEN_PREFIX + encoded)).orElse(List.of()),
                configuration.tls(),
                proxy(),
                configuration.connectTimeout(),
                configuration.closeTimeout(),
                configuration.maxMessageBytes(),
                configuration.maxOutboundFrames(),
                configuration.maxOutboundBytes(),
                configuration.compression());
    }

    /**
     * Returns the configured headers and the headers of this connection attempt. A header of the attempt replaces the
     * configured headers of the same name.
     */
    private List<Header> headers() {
        List<Header> attempt = credentials.headers();
        List<Header> all = new ArrayList<>(configuration.credentials().headers());
        all.removeIf(old -> attempt.stream().anyMatch(header -> header.hasName(old.name())));
        all.addAll(attempt);
        List<Header> cookies =
                all.stream().filter(header -> header.hasName("cookie")).toList();
        if (cookies.size() > 1) { // RFC 6265 section 5.4 allows only one Cookie header
            all.removeAll(cookies);
            all.add(new Header(
                    cookies.getFirst().name(),
                    cookies.stream().map(Header::value).collect(Collectors.joining("; "))));
        }
        return all;
    }
}
