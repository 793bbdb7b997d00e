package dev.slipstream.core.machine.connection;

import dev.slipstream.core.Credentials;
import dev.slipstream.core.Header;
import dev.slipstream.core.LogSafe;
import dev.slipstream.core.Payload;
import dev.slipstream.core.QueryParam;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;

/**
 * What a connection sent to authenticate itself: the credentials and the query of its URI. Shows responses of the
 * server without these strings and without those of the join params, because a server may echo a token.
 *
 * @param configured the credentials of the configuration
 * @param credentials the credentials of the attempt
 * @param query the query of the URI, still encoded; empty if there is none
 */
record Secrets(Credentials configured, Credentials credentials, String query) {

    /** No secrets, for a connection that is not open. */
    static final Secrets NONE = new Secrets(Credentials.none(), Credentials.none(), "");

    /** The number of characters of a response that are shown. */
    private static final int LONGEST = 200;

    /** Of a larger response only kind and size are shown, so that a server cannot cause much work. */
    private static final int LARGEST = 16 * 1024;

    /** Shorter secrets are masked only if they are a whole string of the response. They occur in most words. */
    private static final int SHORTEST_SECRET = 4;

    /** Shorter words of a response are shown although a secret contains them. Most of them are plain English. */
    private static final int SHORTEST_WORD = 6;

    private static final String MASK = "***";

    /**
     * Returns the response with a text for logs.
     *
     * @param params the params of the topic's join
     */
    Payload shown(Payload response, Payload params) {
        return response instanceof Payload.Json json && json.size() <= LARGEST
                ? new ShownResponse(json, LogSafe.of(masked(json.text(), secrets(params)), LONGEST))
                : response;
    }

    /** Returns the secrets, the longest one first, so that a part of a secret is not masked before the whole one. */
    private List<String> secrets(Payload params) {
        List<String> found = new ArrayList<>();
        add(configured, found);
        add(credentials, found);
        for (String pair : query.split("&", -1)) {
            String value = pair.substring(pair.indexOf('=') + 1);
            found.add(value);
            found.add(decoded(value));
        }
        if (params instanceof Payload.Json json) {
            JsonScan.scan(json.text(), new Values(found));
        }
        found.removeIf(String::isEmpty);
        found.sort(Comparator.comparingInt(String::length).reversed());
        return found;
    }

    private static void add(Credentials from, List<String> found) {
        from.params().stream().map(QueryParam::value).forEach(found::add);
        from.headers().stream().map(Header::value).forEach(found::add);
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

    private static String masked(String json, List<String> secrets) {
        StringBuilder text = new StringBuilder();
        JsonScan.scan(json, new JsonScan.Parts() {
            @Override
            public void string(String value, boolean isName) {
                String shown = maskedString(value, secrets);
                text.append('"')
                        .append(shown.replace("\\", "\\\\").replace("\"", "\\\""))
                        .append('"');
            }

            @Override
            public void number(String number) {
                text.append(maskedString(number, secrets));
            }

            @Override
            public void other(char unit) {
                text.append(unit);
            }
        });
        return text.toString();
    }

    /** Masks each secret in a string, and then each word that is a part of a secret. */
    private static String maskedString(String value, List<String> secrets) {
        if (secrets.contains(value) || isPart(value, SHORTEST_SECRET, secrets)) {
            return MASK;
        }
        String masked = value;
        for (String secret : secrets) {
            masked = secret.length() < SHORTEST_SECRET ? masked : masked.replace(secret, MASK);
        }
        StringBuilder text = new StringBuilder();
        int start = 0;
        for (int i = 0; i <= masked.length(); i++) {
            if (i == masked.length() || !isInWord(masked.charAt(i))) {
                String word = masked.substring(start, i);
                text.append(isPart(word, SHORTEST_WORD, secrets) ? MASK : word);
                text.append(i == masked.length() ? "" : String.valueOf(masked.charAt(i)));
                start = i + 1;
            }
        }
        return text.toString();
    }

    private static boolean isInWord(char unit) {
        return Character.isLetterOrDigit(unit) || unit == '_' || unit == '-';
    }

    private static boolean isPart(String word, int shortest, List<String> secrets) {
        return word.length() >= shortest && secrets.stream().anyMatch(secret -> secret.contains(word));
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

    @Override
    public String toString() {
        return "Secrets";
    }
}
