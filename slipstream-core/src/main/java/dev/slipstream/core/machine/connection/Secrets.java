package dev.slipstream.core.machine.connection;

import dev.slipstream.core.Credentials;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Header;
import dev.slipstream.core.LogSafe;
import dev.slipstream.core.Payload;
import dev.slipstream.core.QueryParam;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The strings that a client sent and that the log text of a response must not show: credentials, and the strings and
 * numbers of payloads. A server may echo these strings. Only hashes of the strings are kept, so that a token does not
 * stay in memory after its connection attempt.
 *
 * @param texts the hashes of the strings
 * @param isAll whether responses show only kind and size, because there are too many strings to keep, or because a
 *     payload was too large or not kept
 */
record Secrets(Fingerprints texts, boolean isAll) {

    static final Secrets NONE = new Secrets(Fingerprints.NONE, false);

    private static final Secrets ALL = new Secrets(Fingerprints.NONE, true);

    /** The maximum number of characters of a response that its log text shows. */
    private static final int LONGEST = 200;

    /** A response of more bytes than this shows only kind and size. Otherwise a server could cause much work. */
    private static final int LARGEST = 16 * 1024;

    /**
     * If the client sent a payload of more bytes than this, the response to the push or join shows only kind and size.
     */
    static final int LARGEST_SENT = 64 * 1024;

    /**
     * The maximum number of strings, numbers and words in credentials or a payload. Above this number, responses show
     * only kind and size. A join keeps at most two hashes of 8 bytes for each of them, 16 KiB together.
     */
    private static final int MOST = 1024;

    /**
     * Returns the secrets of a connection.
     *
     * @param configured the credentials of the configuration
     * @param credentials the credentials of the attempt
     * @param query the query of the URI, still encoded; empty if there is none
     */
    static Secrets of(Credentials configured, Credentials credentials, String query) {
        SecretParts parts = new SecretParts();
        for (Credentials sent : List.of(configured, credentials)) {
            sent.params().stream().map(QueryParam::value).forEach(parts::addText);
            sent.headers().stream().map(Header::value).forEach(parts::addHeader);
            sent.authToken().ifPresent(parts::addToken);
        }
        parts.addQuery(query);
        return of(parts.all());
    }

    /**
     * Returns the secrets of a sent payload: the strings and numbers of JSON, or the bytes of a binary payload as text.
     */
    static Secrets of(Payload sent) {
        return switch (sent) {
            case Payload.Omitted unknown -> ALL;
            case Payload large when large.size() > LARGEST_SENT -> ALL;
            case Payload.Json none when none.isEmptyObject() -> NONE;
            case Payload.Binary bytes -> of(List.of(new String(bytes.bytes(), StandardCharsets.UTF_8)));
            case Payload.Json json -> {
                Values values = new Values(new ArrayList<>());
                JsonScan.scan(json.text(), values);
                yield values.isEnough() ? ALL : of(values.found());
            }
        };
    }

    private static Secrets of(List<String> found) {
        List<String> texts = found.stream().filter(text -> !text.isEmpty()).toList();
        Fingerprints known = Fingerprints.of(texts);
        return texts.isEmpty() ? NONE : known.size() > MOST ? ALL : new Secrets(known, false);
    }

    /**
     * Returns the response to a join, with a log text that hides the secrets of the connection and the join.
     *
     * @param join the secrets of the join
     */
    Payload shown(Payload response, Secrets join) {
        return response instanceof Payload.Json json
                ? new ShownResponse(json, 0, () -> text(json, List.of(this, join)))
                : response;
    }

    /**
     * Returns the response to a push, with a log text that hides the secrets of the connection, the join and the push.
     *
     * @param join the secrets of the topic's join
     * @param pushed the payload of the push; if it was not kept, the text shows only kind and size
     */
    Payload shown(Payload response, Secrets join, Payload pushed) {
        return response instanceof Payload.Json json
                ? new ShownResponse(json, pushed.retainedBytes(), () -> text(json, List.of(this, join, of(pushed))))
                : response;
    }

    /**
     * Returns a close reason of the server without the secrets of the connection. If there are too many secrets to
     * keep, replaces the text of the reason by its length.
     */
    DisconnectReason.Closed shown(DisconnectReason.Closed closed) {
        String text = closed.text();
        return text.isEmpty()
                ? closed
                : new DisconnectReason.Closed(
                        closed.code(), isAll ? text.length() + " chars" : Fingerprints.masked(text, List.of(texts)));
    }

    private static String text(Payload.Json response, List<Secrets> all) {
        return all.stream().anyMatch(Secrets::isAll) || response.size() > LARGEST
                ? response.toString()
                : LogSafe.of(
                        masked(response.text(), all.stream().map(Secrets::texts).toList()), LONGEST);
    }

    private static String masked(String json, List<Fingerprints> secrets) {
        StringBuilder text = new StringBuilder();
        JsonScan.scan(json, new JsonScan.Parts() {
            @Override
            public void string(String value, boolean isName) {
                String shown = Fingerprints.masked(value, secrets)
                        .replace("\\", "\\\\")
                        .replace("\"", "\\\"");
                text.append('"').append(shown).append('"');
            }

            @Override
            public void number(String number) {
                text.append(Fingerprints.masked(number, secrets));
            }

            @Override
            public void other(char unit) {
                text.append(unit);
            }

            @Override
            public boolean isEnough() {
                return text.length() > 2 * LONGEST; // a shown character may have two chars
            }
        });
        return text.toString();
    }

    /**
     * Collects the strings and numbers of a JSON text. Skips names, because they are not secrets. Also skips true,
     * false and null, because they occur in most texts.
     */
    private record Values(List<String> found) implements JsonScan.Parts {

        @Override
        public void string(String value, boolean isName) {
            if (!isName && !value.isEmpty()) {
                found.add(value);
            }
        }

        @Override
        public void number(String text) {
            found.add(text);
        }

        @Override
        public void other(char unit) {}

        @Override
        public boolean isEnough() {
            return found.size() > MOST;
        }
    }
}
