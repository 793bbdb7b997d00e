package dev.slipstream.core;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The checked URI of a server. No error message quotes a query or user info.
 *
 * @param uri the URI as given
 * @param scheme {@code ws} or {@code wss}
 * @param host the host in the form for transports: ASCII, with an IPv6 address in brackets
 * @param givenPort the port in the URI, or -1 if the URI has no port
 */
record ServerUri(URI uri, String scheme, String host, int givenPort) {

    /** The query parameter that names the version of the serializer. */
    static final String VERSION = "vsn";

    private static final String FORM = "ws://host[:port]/path or wss://host[:port]/path";
    private static final int NO_PORT = -1;
    private static final int MAX_PORT = 65_535;
    private static final int MAX_NAME = 253;
    private static final int MAX_LABEL = 63;
    private static final int ASCII_END = 0x7f;

    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]*");
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");

    /**
     * Characters that IDNA 2003 and IDNA 2008 encode differently (RFC 5894 section 7.2). A host with such a character
     * is ambiguous.
     */
    private static final Pattern DEVIATIONS = Pattern.compile("[\u00df\u1e9e\u03c2\u200c\u200d]");

    /**
     * Parses the text of a URI.
     *
     * @throws IllegalArgumentException if the URI is not accepted
     */
    static ServerUri parse(String text) {
        ConfigurationChecks.wholeCharacters("uri", text);
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            // The cause is not chained, because its message quotes the whole text, including tokens.
            throw refused(
                    flaw(text, e.getIndex()),
                    FORM + ", with other characters percent-encoded, such as %20 for a space");
        }
        String scheme = scheme(uri);
        String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
        if (authority.indexOf('@') >= 0) {
            throw refused(
                    "user info before the host",
                    "a URI without user info; send credentials as params, header or token");
        }
        if (uri.getRawFragment() != null) {
            throw refused("a fragment after #", "a URI without a fragment, as RFC 6455 section 3 requires");
        }
        if (uri.getHost() != null) {
            return new ServerUri(uri, scheme, uri.getHost(), checked(uri.getPort()));
        }
        int colon = authority.indexOf(':');
        if (colon != authority.lastIndexOf(':')) {
            throw refused("a host with several colons", "an IPv6 address in brackets, such as [::1]");
        }
        String host = colon < 0 ? authority : authority.substring(0, colon);
        if (host.isEmpty()) {
            throw refused(scheme + " without a host", "a host name or an address");
        }
        String name = host.chars().allMatch(c -> c < ASCII_END) ? host : punycode(host);
        int port = colon < 0 ? NO_PORT : port(authority.substring(colon + 1));
        ServerUri parsed = new ServerUri(uri, scheme, name, port);
        if (!isStandard(name)) {
            checkOther(name, parsed.isSecure());
        }
        return parsed;
    }

    boolean isSecure() {
        return scheme.equals("wss");
    }

    int port() {
        return givenPort != NO_PORT ? givenPort : isSecure() ? 443 : 80;
    }

    /** The URI without its query: scheme, host, port if given, and path. */
    String endpoint() {
        return scheme + "://" + host + (givenPort == NO_PORT ? "" : ":" + givenPort) + uri.getRawPath();
    }

    /** The values of the parameter {@code vsn} in the query, decoded as Phoenix does. */
    List<String> versions() {
        if (uri.getRawQuery() == null) {
            return List.of();
        }
        return Arrays.stream(uri.getRawQuery().split("&", -1))
                .map(part -> part.split("=", 2))
                .filter(param -> decoded(param[0]).equals(VERSION))
                .map(param -> param.length == 1 ? "" : decoded(param[1]))
                .toList();
    }

    private static String decoded(String part) {
        return URI.create("?" + part).getQuery();
    }

    private static String scheme(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        return switch (scheme) {
            case "ws", "wss" -> scheme;
            case "http" -> throw refused("the scheme http", "ws; write ws:// in place of http://");
            case "https" -> throw refused("the scheme https", "wss; write wss:// in place of https://");
            case "" -> throw refused("a text without a scheme", FORM);
            default -> throw refused("the scheme " + LogSafe.of(scheme), "ws and wss: " + FORM);
        };
    }

    /** Describes what is wrong with the text of a URI. Quotes at most the character at this index. */
    private static String flaw(String text, int index) {
        if (!text.contains("://")) {
            return "a text of " + text.length() + " characters that is not a URI";
        }
        if (index < 0 || index >= text.length()) {
            return "a text of " + text.length() + " characters that ends too early";
        }
        char c = text.charAt(index);
        String what;
        if (text.contains("://[")
                && index > text.indexOf("://[")
                && !text.substring(5, index).contains("/")) {
            what = "an invalid IPv6 address";
        } else if (c == ' ') {
            what = "a space";
        } else if (c == '%') {
            what = "a % without two hex digits";
        } else if (c > ' ' && c < ASCII_END) {
            what = "the character " + c;
        } else {
            what = "a line break or another invisible character";
        }
        return what + " at index " + index;
    }

    private static int port(String text) {
        if (text.isEmpty()) {
            return NO_PORT;
        }
        if (!DIGITS.matcher(text).matches()) {
            throw refused("a port that is not a number", "1 to 65535, or none");
        }
        if (text.length() > 9) {
            throw refused("a port of " + text.length() + " digits", "1 to 65535, or none");
        }
        return checked(Integer.parseInt(text));
    }

    private static int checked(int port) {
        if (port == 0 || port > MAX_PORT) {
            throw refused("the port " + port, "1 to 65535, or none");
        }
        return port;
    }

    /** Encodes an international name as in RFC 3490. */
    private static String punycode(String host) {
        if (DEVIATIONS.matcher(host).find()) {
            throw refused("the host " + LogSafe.of(host), "its punycode (xn--...), because its encoding is ambiguous");
        }
        try {
            return IDN.toASCII(host, IDN.USE_STD3_ASCII_RULES);
        } catch (IllegalArgumentException e) {
            throw refused("the host " + LogSafe.of(host), "letters, digits, hyphens and dots, or punycode (xn--...)");
        }
    }

    /** Whether {@link URI} recognizes this host. If so, every websocket library recognizes the host, too. */
    private static boolean isStandard(String host) {
        try {
            return new URI("ws://" + host).getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /**
     * Checks a name that {@link URI} does not recognize, such as a name with an underscore. Container networks use such
     * names, and DNS resolves them.
     */
    private static void checkOther(String name, boolean isSecure) {
        String shown = LogSafe.of(name);
        String[] labels = (name.endsWith(".") ? name.substring(0, name.length() - 1) : name).split("\\.", -1);
        boolean isName = name.length() <= MAX_NAME
                && Arrays.stream(labels)
                        .allMatch(label -> label.length() <= MAX_LABEL
                                && LABEL.matcher(label).matches())
                && !DIGITS.matcher(labels[labels.length - 1]).matches();
        if (!isName) {
            throw refused("the host " + shown, "a host name, an IPv4 address, or an IPv6 address in brackets");
        }
        if (isSecure) {
            throw refused(
                    "wss to " + shown,
                    "a host name of letters, digits, dots, and hyphens that are neither first nor last; give the server"
                            + " such a name, because a certificate cannot contain any other");
        }
    }

    private static IllegalArgumentException refused(String value, String accepted) {
        return ConfigurationChecks.refused("uri", value, accepted);
    }
}
