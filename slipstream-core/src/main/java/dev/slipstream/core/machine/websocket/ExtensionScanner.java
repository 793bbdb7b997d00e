package dev.slipstream.core.machine.websocket;

import org.jspecify.annotations.Nullable;

/** Reads the parts of a {@code Sec-WebSocket-Extensions} header, whose grammar is in RFC 6455 section 9.1. */
final class ExtensionScanner {

    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    private final String text;
    private int at;

    ExtensionScanner(String text) {
        this.text = text;
    }

    boolean isAtEnd() {
        skipBlanks();
        return at == text.length();
    }

    /** Skips blanks and this separator. Returns whether the separator was there. */
    boolean skips(char separator) {
        skipBlanks();
        if (at == text.length() || text.charAt(at) != separator) {
            return false;
        }
        at++;
        return true;
    }

    /** Reads a token; null if there is none. */
    @Nullable
    String token() {
        skipBlanks();
        int from = at;
        while (at < text.length() && isTokenCharacter(text.charAt(at))) {
            at++;
        }
        return at == from ? null : text.substring(from, at);
    }

    /** Reads a token, which may be in double quotes; null if there is none. */
    @Nullable
    String value() {
        if (!skips('"')) {
            return token();
        }
        StringBuilder value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' && at + 1 < text.length() ? 1 : 0;
            if (!isTokenCharacter(text.charAt(at))) {
                return null; // even in quotes, only a token is allowed
            }
            value.append(text.charAt(at++));
        }
        return at == text.length() || text.charAt(at++) != '"' || value.isEmpty() ? null : value.toString();
    }

    private void skipBlanks() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }

    private static boolean isTokenCharacter(char c) {
        return (c >= '0' && c <= '9')
                || (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || TOKEN_MARKS.indexOf(c) >= 0;
    }
}
