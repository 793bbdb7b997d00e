package dev.slipstream.core.machine.connection;

import dev.slipstream.core.Configuration;
import dev.slipstream.core.Credentials;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Builds the URI of an upgrade request: the configured URI, with params and version appended to its query.
 *
 * <p>The configured URI is not decoded, reordered or shortened, so signed URLs stay valid. Only non-ASCII characters of
 * this URI are percent-encoded, as UTF-8. If two params have the same name, Phoenix uses the last one. The params of
 * the attempt come last, and therefore replace configured params.
 */
final class UpgradeUri {

    private static final String VERSION = "vsn";
    private static final String UNRESERVED = "-._~";
    private static final String HEX = "0123456789ABCDEF";

    private final StringBuilder text;
    private boolean hasQuery;
    private boolean hasVersion;

    private UpgradeUri(URI base) {
        // The request needs an ASCII URI, and libraries differ in how they encode other characters.
        text = new StringBuilder(base.toASCIIString());
        String query = base.getRawQuery();
        hasQuery = query != null;
        hasVersion = query != null
                && Arrays.stream(query.split("&", -1)).anyMatch(part -> part.split("=", 2)[0].equals(VERSION));
    }

    static URI of(Configuration configuration, Credentials attempt, String vsn) {
        UpgradeUri uri = new UpgradeUri(configuration.uri());
        configuration.credentials().params().forEach(uri::append);
        attempt.params().forEach(uri::append);
        if (!uri.hasVersion) {
            uri.append(VERSION, vsn);
        }
        return URI.create(uri.text.toString());
    }

    private void append(String name, String value) {
        char last = text.charAt(text.length() - 1);
        if (!hasQuery) {
            text.append('?');
        } else if (last != '?' && last != '&') {
            text.append('&');
        }
        hasQuery = true;
        hasVersion |= name.equals(VERSION);
        encode(name);
        text.append('=');
        encode(value);
    }

    /**
     * Appends a name or a value, percent-encoded as in RFC 3986 section 2.1. A space becomes {@code %20}, because a
     * plus sign is literal in a URI.
     */
    private void encode(String part) {
        for (byte b : part.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if ((c >= '0' && c <= '9')
                    || (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || UNRESERVED.indexOf(c) >= 0) {
                text.append(c);
            } else {
                text.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            }
        }
    }
}
