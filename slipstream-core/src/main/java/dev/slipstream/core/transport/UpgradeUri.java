package dev.slipstream.core.transport;

import dev.slipstream.core.Configuration;
import dev.slipstream.core.Credentials;
import dev.slipstream.core.QueryParam;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The URI of an upgrade request: the configured URI, with the params and the serializer's {@code vsn} appended to the
 * query. All parts are ASCII.
 *
 * <p>The configured URI is not decoded, reordered or shortened, so signed URLs stay valid. Only its non-ASCII
 * characters are percent-encoded, as UTF-8, and a non-ASCII host becomes punycode. A {@link URI} cannot replace this
 * class, because {@code URI} does not recognize hosts such as {@code my_service}.
 */
public final class UpgradeUri {

    private static final String VERSION = "vsn";
    private static final String UNRESERVED = "-._~";
    private static final Pattern ZONE = Pattern.compile("%[^]]*(?=])");
    private static final int ASCII_END = 0x80;
    private static final String HEX = "0123456789ABCDEF";

    private final URI uri;
    private final String host;
    private final int port;

    private UpgradeUri(URI uri, Configuration configuration) {
        this.uri = uri;
        this.host = configuration.host();
        this.port = configuration.port();
    }

    /**
     * Returns the URI for one attempt. The params of {@code attempt} follow the configured params.
     *
     * @param vsn the version of the serializer, appended unless the URI has a {@code vsn}.
     *     {@link Configuration#allowsVersion} must be true for this version
     */
    public static UpgradeUri of(Configuration configuration, Credentials attempt, String vsn) {
        URI base = ascii(configuration);
        StringBuilder query = new StringBuilder(base.getRawQuery() == null ? "" : base.getRawQuery());
        configuration.credentials().params().forEach(param -> append(query, param));
        attempt.params().forEach(param -> append(query, param));
        if (!configuration.hasVersion()) {
            append(query, VERSION, vsn);
        }
        String text = base.toString();
        int end = text.indexOf('?');
        String whole = query.isEmpty() ? text : (end < 0 ? text : text.substring(0, end)) + "?" + query;
        return new UpgradeUri(URI.create(whole), configuration);
    }

    /**
     * Returns the URI with this text, and appends nothing. For tests of transports.
     *
     * @throws IllegalArgumentException if {@link Configuration#of} does not accept the text
     */
    public static UpgradeUri of(String text) {
        Configuration configuration = Configuration.of(text);
        return new UpgradeUri(ascii(configuration), configuration);
    }

    private static URI ascii(Configuration configuration) {
        String query = configuration.uri().getRawQuery();
        String text = configuration.endpoint() + (query == null ? "" : "?" + query);
        // The request needs an ASCII URI, and libraries differ in how they encode other characters. Even
        // URI.toASCIIString changes some: it composes them first (NFC).
        StringBuilder ascii = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c < ASCII_END) {
                ascii.append((char) c);
            } else {
                encode(ascii, Character.toString(c));
            }
        });
        return URI.create(ascii.toString());
    }

    /** Whether the scheme is {@code wss}; otherwise the scheme is {@code ws}. */
    public boolean isSecure() {
        return uri.getScheme().equals("wss");
    }

    /** The host name or address; an IPv6 address is in brackets. */
    public String host() {
        return host;
    }

    /** Whether {@link URI} recognizes the host. False for names with an underscore; some libraries refuse them. */
    public boolean hasStandardHost() {
        return uri.getHost() != null;
    }

    /** The port of the URI, or the default port of the scheme. */
    public int port() {
        return port;
    }

    /**
     * The value of the {@code Host} header: the host, and the port if the URI has a port. The zone of an IPv6 address
     * is left out, because a zone means nothing to the server (RFC 6874 section 4).
     */
    public String authority() {
        return ZONE.matcher(uri.getRawAuthority()).replaceFirst("");
    }

    /** The path, percent-encoded; may be empty. */
    public String path() {
        return uri.getRawPath();
    }

    /** The query, percent-encoded. The query may hold secrets. */
    public Optional<String> query() {
        return Optional.ofNullable(uri.getRawQuery());
    }

    /** The target of the request line: path and query. The query may hold secrets. */
    public String target() {
        String path = path().isEmpty() ? "/" : path();
        return query().map(query -> path + "?" + query).orElse(path);
    }

    /** The whole URI with its query, which may hold secrets. */
    public String text() {
        return uri.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UpgradeUri that && uri.equals(that.uri);
    }

    @Override
    public int hashCode() {
        return uri.hashCode();
    }

    /** Prints no query, because the query may hold secrets. */
    @Override
    public String toString() {
        return uri.getScheme() + "://" + authority() + path();
    }

    /** Appends a param unless its name is {@code vsn}. The {@code vsn} is appended once, at the end. */
    private static void append(StringBuilder query, QueryParam param) {
        if (!param.name().equals(VERSION)) {
            append(query, param.name(), param.value());
        }
    }

    private static void append(StringBuilder query, String name, String value) {
        if (!query.isEmpty() && query.charAt(query.length() - 1) != '&') {
            query.append('&');
        }
        encode(query, name);
        query.append('=');
        encode(query, value);
    }

    /**
     * Appends a name or a value, percent-encoded as in RFC 3986 section 2.1. A space becomes {@code %20}, because a
     * plus sign is literal in a URI.
     */
    private static void encode(StringBuilder query, String part) {
        for (byte b : part.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if ((c >= '0' && c <= '9')
                    || (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || UNRESERVED.indexOf(c) >= 0) {
                query.append(c);
            } else {
                query.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            }
        }
    }
}
