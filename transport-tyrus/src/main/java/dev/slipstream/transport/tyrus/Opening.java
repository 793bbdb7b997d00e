package dev.slipstream.transport.tyrus;

import dev.slipstream.core.Header;
import dev.slipstream.core.transport.Handshake;
import dev.slipstream.transport.tyrus.tap.Tap;
import jakarta.websocket.ClientEndpointConfig;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The request of one handshake as Tyrus wants it, and the answer's headers. */
final class Opening extends ClientEndpointConfig.Configurator {

    private final Handshake handshake;
    private volatile Answer answer = new Answer(0, Map.of());

    private record Answer(int status, Map<String, List<String>> headers) {}

    Opening(Handshake handshake) {
        this.handshake = handshake;
    }

    /** Tyrus decodes path and query once before it writes them, so they are encoded once more. */
    URI uri() {
        URI uri = handshake.uri();
        String query = uri.getRawQuery();
        return URI.create(uri.getScheme() + "://" + uri.getRawAuthority() + encoded(uri.getRawPath())
                + (query == null ? "" : "?" + encoded(query)));
    }

    private static String encoded(String part) {
        return part.replace("%", "%25");
    }

    ClientEndpointConfig config(Tap tap) {
        ClientEndpointConfig config = ClientEndpointConfig.Builder.create()
                .configurator(this)
                .preferredSubprotocols(handshake.subprotocols())
                .build();
        config.getUserProperties().put(Tap.PROPERTY, tap);
        return config;
    }

    /** The HTTP proxy to go through, if any; asks the selector, which is user code. */
    Optional<URI> proxy() {
        return handshake
                .proxy()
                .flatMap(selector -> selector.select(asHttp()).stream()
                        .filter(proxy -> proxy.type() == Proxy.Type.HTTP)
                        .map(proxy -> (InetSocketAddress) proxy.address())
                        .map(address -> URI.create("http://" + address.getHostString() + ":" + address.getPort()))
                        .findFirst());
    }

    /** Selectors know the schemes of HTTP; they need no query, which holds secrets. */
    private URI asHttp() {
        URI uri = handshake.uri();
        String scheme = "wss".equalsIgnoreCase(uri.getScheme()) ? "https" : "http";
        return URI.create(scheme + "://" + uri.getRawAuthority() + "/");
    }

    @Override
    public void beforeRequest(Map<String, List<String>> headers) {
        headers.keySet().removeIf("Origin"::equalsIgnoreCase);
        Map<String, String> own = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Header header : handshake.headers()) {
            // Tyrus writes one line per name, with commas, which cookies do not take.
            String separator = "Cookie".equalsIgnoreCase(header.name()) ? "; " : ", ";
            own.merge(header.name(), header.value(), (first, next) -> first + separator + next);
        }
        own.forEach((name, value) -> headers.put(name, List.of(value)));
    }

    /** Called with the answer, before Tyrus looks at it. */
    void answered(int status, Map<String, List<String>> lines) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        lines.forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        answer = new Answer(status, headers);
    }

    /** The answer's header lines, names in lower case; none before it came. */
    Map<String, List<String>> answer() {
        return answer.headers();
    }

    /** The answer's status, 0 before it came. */
    int status() {
        return answer.status();
    }

    /** What is wrong with the answer, of that which Tyrus lets pass. */
    Optional<String> invalidity() {
        if (answer().containsKey("sec-websocket-extensions")) {
            return Optional.of("the server chose an extension, and none was offered");
        }
        List<String> chosen = answer().getOrDefault("sec-websocket-protocol", List.of());
        return handshake.subprotocols().containsAll(chosen)
                ? Optional.empty()
                : Optional.of("the server chose a subprotocol that was not offered");
    }
}
