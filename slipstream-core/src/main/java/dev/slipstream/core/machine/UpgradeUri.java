package dev.slipstream.core.machine;

import dev.slipstream.core.Configuration;
import dev.slipstream.core.Credentials;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/**
 * The uri of an upgrade request: the configured one as it stands, and behind its query the params and the version.
 *
 * <p>Nothing is decoded, put in another order or dropped: a server that signs its urls gets back what it gave; only what
 * is not ASCII becomes percents, as UTF-8. Of two
 * params of the same name Phoenix takes the last, which is the attempt's.
 */
final class UpgradeUri {

    private static final String VERSION = "vsn";
    private static final String UNRESERVED = "-._~";
    private static final String HEX = "0123456789ABCDEF";

    private final StringBuilder text;
    private boolean hasQuery;
    private boolean hasVersion;

    private UpgradeUri(URI base) {
        // What is not ASCII is no part of a uri on the wire, and each library would have its own way with it.
        text = new StringBuilder(base.toASCIIString());
        String query = base.getRawQuery();
        hasQuery = query != null;
        hasVersion = query != null
                && Arrays.stream(query.split("&", -1)).anyMatch(part -> part.split("=", 2)[0].equals(VERSION));
    }

    static URI of(Configuration configuration, Credentials attempt, String vsn) {
        UpgradeUri line = new UpgradeUri(configuration.uri());
        line.append(configuration.credentials().params());
        line.append(attempt.params());
        if (!line.hasVersion) {
            line.append(VERSION, vsn);
        }
        return URI.create(line.text.toString());
    }

    private void append(Map<String, String> params) {
        params.forEach(this::append);
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

    /** As RFC 3986 section 2.1 asks; a space becomes {@code %20}, since a plus sign is a plus sign in a uri. */
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
