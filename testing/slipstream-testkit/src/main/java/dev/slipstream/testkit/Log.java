package dev.slipstream.testkit;

import dev.slipstream.core.Payload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The actions of clients, in order. An action is marked when the test has asserted it. */
final class Log {

    /** How many actions a failure message lists. */
    private static final int LISTED = 30;

    private static final int LONGEST_PAYLOAD = 300;

    private static final class Entry {

        private final Duration at;
        private final ClientAction action;
        private boolean asserted;

        Entry(Duration at, ClientAction action) {
            this.at = at;
            this.action = action;
        }
    }

    private final List<Entry> entries = new ArrayList<>();

    void add(Duration at, ClientAction action) {
        entries.add(new Entry(at, action));
    }

    /** Finds the first matching action that is not asserted yet. */
    <S extends ClientAction> @Nullable S find(Expectation<S> wanted) {
        for (Entry entry : entries) {
            S match = entry.asserted ? null : wanted.match(entry.action);
            if (match != null) {
                return match;
            }
        }
        return null;
    }

    /** Finds the first matching action that is not asserted yet, and marks it as asserted. */
    <S extends ClientAction> @Nullable S take(Expectation<S> wanted) {
        for (Entry entry : entries) {
            S match = entry.asserted ? null : wanted.match(entry.action);
            if (match != null) {
                entry.asserted = true;
                return match;
            }
        }
        return null;
    }

    /**
     * Lists the client's actions for a failure message.
     *
     * <p>Payloads may hold secrets. Therefore the list shows a payload only if the assertion expects the topic and the
     * event of the action.
     */
    String describe(Expectation<?> wanted) {
        if (entries.isEmpty()) {
            return "the client has done nothing";
        }
        StringBuilder text = new StringBuilder("the client did:");
        int first = Math.max(entries.size() - LISTED, 0);
        if (first > 0) {
            text.append("\n  (").append(first).append(" earlier actions are not shown)");
        }
        for (Entry entry : entries.subList(first, entries.size())) {
            text.append("\n  at ")
                    .append(entry.at)
                    .append(": ")
                    .append(wanted.isLike(entry.action) ? inFull(entry.action) : entry.action)
                    .append(entry.asserted ? " (already asserted)" : "");
        }
        return text.toString();
    }

    private static String inFull(ClientAction action) {
        return switch (action) {
            case ClientAction.Join join -> "join " + join.topic() + " " + inFull(join.params());
            case ClientAction.Push push -> "push " + push.topic() + " " + push.event() + " " + inFull(push.payload());
            case ClientAction.Connect connect -> connect.toString();
            case ClientAction.Leave leave -> leave.toString();
            case ClientAction.Disconnect disconnect -> disconnect.toString();
        };
    }

    static String inFull(Payload payload) {
        String text = switch (payload) {
            case Payload.Json json -> json.text();
            case Payload.Binary binary -> "binary " + binary.hex();
            case Payload.Omitted omitted -> omitted.toString();
        };
        return text.length() > LONGEST_PAYLOAD ? text.substring(0, LONGEST_PAYLOAD) + "..." : text;
    }
}
