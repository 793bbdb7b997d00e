package dev.slipstream.core;

import java.util.Locale;

/**
 * One header line of the upgrade request.
 *
 * @param name a token in the sense of RFC 9110 section 5.6.2; names of headers that the handshake writes are refused
 * @param value printable ASCII, spaces and tabs; {@code toString} does not print it
 */
public record Header(String name, String value) {

    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    public Header {
        if (name.isEmpty() || !name.chars().allMatch(Header::isTokenCharacter)) {
            throw new IllegalArgumentException(
                    "header name " + printable(name) + " is not accepted; accepted: a token of RFC 9110");
        }
        if (isReserved(name)) {
            throw new IllegalArgumentException("header " + name + " is not accepted: the handshake writes it");
        }
        // RFC 9110 also allows opaque bytes, but websocket libraries replace them by question marks or fail.
        if (value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c >= 0x7f)) {
            throw new IllegalArgumentException("the value of header " + name
                    + " is not accepted; accepted: printable ASCII, spaces and tabs; encode other characters");
        }
    }

    /** Whether this header has this name, ignoring case, as in HTTP. */
    public boolean hasName(String other) {
        return name.equalsIgnoreCase(other);
    }

    private static boolean isTokenCharacter(int c) {
        return (c >= '0' && c <= '9')
                || (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || TOKEN_MARKS.indexOf(c) >= 0;
    }

    private static boolean isReserved(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "host", "connection", "upgrade", "content-length", "transfer-encoding", "expect" -> true;
            case String other -> other.startsWith("sec-websocket-");
        };
    }

    /** Makes an invalid name safe to print, because the name may be an attempt at header injection. */
    private static String printable(String name) {
        StringBuilder text = new StringBuilder("\"");
        name.chars().limit(64).forEach(c -> text.append(c >= ' ' && c < 0x7f ? (char) c : '?'));
        return text.append('"').toString();
    }

    @Override
    public String toString() {
        return name + ": ...";
    }
}
