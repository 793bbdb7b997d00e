package dev.slipstream.core.machine.connection;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Collects credentials and their parts. A server may echo only a part, such as a cookie, a token or a password. */
final class SecretParts {

    private final List<String> found = new ArrayList<>();

    void addText(String text) {
        found.add(text);
    }

    /** Adds a token, both unencoded and in the encoding in which it is sent. */
    void addToken(String token) {
        found.add(token);
        found.add(Base64.getEncoder().withoutPadding().encodeToString(token.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Adds the values of a query in three forms: as they are sent, percent-decoded, and percent-decoded with each plus
     * sign as a space.
     */
    void addQuery(String query) {
        for (String pair : query.split("&", -1)) {
            String value = valueOf(pair);
            found.add(value);
            found.add(decoded(value));
            found.add(decoded(value.replace('+', ' ')));
        }
    }

    /**
     * Adds the value of a header, and its parts. The parts are the values of cookies, the token after a scheme such as
     * {@code Bearer}, the user and password of {@code Basic}, and the params of other schemes.
     */
    void addHeader(String header) {
        found.add(header);
        for (String cookie : header.split(";", -1)) {
            addPart(cookie);
        }
        for (String part : header.split("[\\s,;]", -1)) {
            addPart(part);
        }
        String[] quoted = header.split("\"", -1);
        for (int i = 1; i < quoted.length; i += 2) {
            found.add(quoted[i]);
        }
    }

    private void addPart(String part) {
        String pair = part.strip();
        String value = valueOf(pair);
        String bare = value.replace("\"", "");
        found.add(pair);
        found.add(bare);
        found.add(decoded(bare));
        addLogin(pair);
        addLogin(bare);
    }

    /** Adds user and password if this is the base64 of {@code user:password} (RFC 7617). */
    private void addLogin(String base64) {
        try {
            String login = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
            int colon = login.indexOf(':');
            if (colon >= 0) {
                found.add(login);
                found.add(login.substring(0, colon));
                found.add(login.substring(colon + 1));
            }
        } catch (IllegalArgumentException notBase64) {
            // the text is not a login
        }
    }

    List<String> all() {
        return found;
    }

    /** The part after the first equals sign; the whole pair if there is no equals sign. */
    private static String valueOf(String pair) {
        return pair.substring(pair.indexOf('=') + 1);
    }

    /** Decodes percent-encoded bytes. Leaves an invalid percent sign unchanged. */
    private static String decoded(String value) {
        byte[] raw = value.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = new byte[raw.length];
        int length = 0;
        for (int i = 0; i < raw.length; i++) {
            int high = raw[i] == '%' && i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(raw[i + 2], 16);
            if (low >= 0) {
                i += 2;
            }
            bytes[length++] = low < 0 ? raw[i] : (byte) (16 * high + low);
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
