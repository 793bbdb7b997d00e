package dev.slipstream.core;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/** Checks the options of a configuration. No message quotes a query, a header value or a token. */
final class ConfigurationChecks {

    private static final Pattern LOOPBACK_V4 = Pattern.compile("127(\\.(25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])){3}");
    /** Matches an IPv6 loopback literal that {@link URI} accepts: only zeros before a final 1, in any grouping. */
    private static final Pattern LOOPBACK_V6 = Pattern.compile("\\[[0:.]+1]");

    private ConfigurationChecks() {}

    static URI uri(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            // Not chained: the exception quotes the whole text, tokens included.
            throw refused(
                    "uri",
                    "a text of " + text.length() + " characters that is not a URI, at index " + e.getIndex(),
                    "ws://host[:port]/path or wss://host[:port]/path");
        }
        String scheme = uri.getScheme();
        if (!"ws".equals(scheme) && !"wss".equals(scheme)) {
            throw refused("uri", "the scheme " + scheme, "ws and wss");
        }
        if (uri.getHost() == null) {
            throw refused("uri", scheme + " without a host", "a host name or an address");
        }
        if (uri.getPort() == 0 || uri.getPort() > 65_535) {
            throw refused("uri", "the port " + uri.getPort(), "1 to 65535, or none");
        }
        if (uri.getRawUserInfo() != null) {
            throw refused(
                    "uri", "user info before " + uri.getHost(), "none; send credentials as params, header or token");
        }
        if (uri.getRawFragment() != null) {
            throw refused("uri", "a fragment after " + uri.getHost(), "none; RFC 6455 section 3 forbids it");
        }
        return uri;
    }

    static void cleartext(URI uri, Credentials credentials, boolean allowed) {
        if (!allowed && isExposed(uri, credentials)) {
            throw refused(
                    "uri",
                    "ws to " + uri.getHost() + " with credentials",
                    "wss, a loopback host, or allowCleartextCredentials()");
        }
    }

    /**
     * Whether anyone on the network path could read these credentials. The query of the URI does not count as
     * credentials, because users write it themselves.
     */
    static boolean isExposed(URI uri, Credentials credentials) {
        return isClear(uri, credentials) && !isLoopback(uri.getHost());
    }

    /** Whether these credentials would travel unencrypted, so that a proxy could read them. */
    static boolean isClear(URI uri, Credentials credentials) {
        boolean shown = !credentials.params().isEmpty()
                || !credentials.headers().isEmpty()
                || credentials.authToken().isPresent();
        return shown && "ws".equals(uri.getScheme());
    }

    /**
     * Rejects a token whose base64 has a slash, because a subprotocol cannot contain a slash (RFC 6455 section 4.1).
     */
    static void authToken(String token) {
        byte[] bytes = token.getBytes(StandardCharsets.UTF_8);
        String encoded = Base64.getEncoder().withoutPadding().encodeToString(bytes);
        if (token.isEmpty() || encoded.indexOf('/') >= 0) {
            throw refused(
                    "authToken",
                    "a token of " + token.length() + " characters " + (token.isEmpty() ? "" : "whose base64 has a /"),
                    "one whose base64 can be a subprotocol, as those of Phoenix.Token and JWTs; send this one as a param");
        }
    }

    static void positive(String option, int value) {
        if (value <= 0) {
            throw refused(option, Integer.toString(value), "1 or more");
        }
    }

    /** Checks only the text of the host: resolving a name needs the network, and its address may change. */
    private static boolean isLoopback(String host) {
        return host.equalsIgnoreCase("localhost")
                || LOOPBACK_V4.matcher(host).matches()
                || LOOPBACK_V6.matcher(host).matches();
    }

    private static IllegalArgumentException refused(String option, String value, String accepted) {
        return new IllegalArgumentException(option + ": " + value + " is not accepted; accepted: " + accepted);
    }
}
