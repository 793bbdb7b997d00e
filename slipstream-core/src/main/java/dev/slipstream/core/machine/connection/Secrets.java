package dev.slipstream.core.machine.connection;

import dev.slipstream.core.Credentials;
import dev.slipstream.core.Header;
import dev.slipstream.core.LogSafe;
import dev.slipstream.core.Payload;
import dev.slipstream.core.QueryParam;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * What a client sent to authenticate itself. Shows responses of the server without these strings, because a server may
 * echo a token. The strings themselves are not kept, so a token does not live longer than its attempt.
 *
 * @param texts the strings
 * @param isAll whether no response may be shown, because there were too many strings
 */
record Secrets(Fingerprints texts, boolean isAll) {

    static final Secrets NONE = new Secrets(Fingerprints.NONE, false);

    private static final Secrets ALL = new Secrets(Fingerprints.NONE, true);

    /** The number of characters of a response that are shown. */
    private static final int LONGEST = 200;

    /** Of a larger response only kind and size are shown, so that a server cannot cause much work. */
    private static final int LARGEST = 16 * 1024;

    /** With larger params, the responses to a topic show only kind and size. */
    private static final int LARGEST_PARAMS = 64 * 1024;

    /**
     * The secrets of a connection.
     *
     * @param configured the credentials of the configuration
     * @param credentials the credentials of the attempt
     * @param query the query of the URI, still encoded; empty if there is none
     */
    static Secrets of(Credentials configured, Credentials credentials, String query) {
        List<String> found = new ArrayList<>();
        add(configured, found);
        add(credentials, found);
        for (String pair : query.split("&", -1)) {
            String value = pair.substring(pair.indexOf('=') + 1);
            found.add(value);
            found.add(decoded(value));
        }
        return of(found);
    }

    /** The secrets of a join: the strings and numbers in its params. */
    static Secrets of(Payload params) {
        if (!(params instanceof Payload.Json json) || json.isEmptyObject()) {
            return NONE;
        }
        if (json.size() > LARGEST_PARAMS) {
            return ALL;
        }
        List<String> found = new ArrayList<>();
        JsonScan.scan(json.text(), new Values(found));
        return of(found);
    }

    private static Secrets of(List<String> found) {
        found.removeIf(String::isEmpty);
        return found.isEmpty() ? NONE : new Secrets(Fingerprints.of(found), false);
    }

    /**
     * Returns the response with a text for logs.
     *
     * @param more the secrets of the topic's join
     */
    Payload shown(Payload response, Secrets more) {
        return response instanceof Payload.Json json && json.size() <= LARGEST && !isAll && !more.isAll
                ? new ShownResponse(json, LogSafe.of(masked(json.text(), texts.and(more.texts)), LONGEST))
                : response;
    }

    private static void add(Credentials from, List<String> found) {
        from.params().stream().map(QueryParam::value).forEach(found::add);
        from.headers().stream().map(Header::value).forEach(value -> {
            found.add(value);
            found.addAll(Arrays.asList(value.split("\\s"))); // such as Bearer and the token
        });
        from.authToken().ifPresent(token -> {
            found.add(token);
            found.add(Base64.getEncoder().withoutPadding().encodeToString(token.getBytes(StandardCharsets.UTF_8)));
        });
    }

    /** Decodes percent signs. Returns the value unchanged if they are invalid. */
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

    private static String masked(String json, Fingerprints secrets) {
        StringBuilder text = new StringBuilder();
        JsonScan.scan(json, new JsonScan.Parts() {
            @Override
            public void string(String value, boolean isName) {
                String shown = secrets.masked(value).replace("\\", "\\\\").replace("\"", "\\\"");
                text.append('"').append(shown).append('"');
            }

            @Override
            public void number(String number) {
                text.append(secrets.masked(number));
            }

            @Override
            public void other(char unit) {
                text.append(unit);
            }
        });
        return text.toString();
    }

    /** Collects the values of a JSON text. Names are no secrets, and true, false and null occur everywhere. */
    private record Values(List<String> found) implements JsonScan.Parts {

        @Override
        public void string(String value, boolean isName) {
            if (!isName) {
                found.add(value);
            }
        }

        @Override
        public void number(String text) {
            found.add(text);
        }

        @Override
        public void other(char unit) {}
    }
}
