package dev.slipstream.testkit;

import dev.slipstream.core.Payload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What clients did, in order, and what of it was asserted already. */
final class Log {

    /** How much of the past a message tells. */
    private static final int TOLD = 30;

    private static final int LONGEST_PAYLOAD = 300;

    private static final class Entry {

        private final Duration at;
        private final ClientAction seen;
        private boolean asserted;

        Entry(Duration at, ClientAction seen) {
            this.at = at;
            this.seen = seen;
        }
    }

    private final List<Entry> entries = new ArrayList<>();

    void add(Duration at, ClientAction seen) {
        entries.add(new Entry(at, seen));
    }

    /** The first that fits and was not asserted yet. */
    <S extends ClientAction> @Nullable S find(Expectation<S> wanted) {
        for (Entry entry : entries) {
            S match = entry.asserted ? null : wanted.match(entry.seen);
            if (match != null) {
                return match;
            }
        }
        return null;
    }

    /** Finds the first that fits, which from then on counts as asserted. */
    <S extends ClientAction> @Nullable S take(Expectation<S> wanted) {
        for (Entry entry : entries) {
            S match = entry.asserted ? null : wanted.match(entry.seen);
            if (match != null) {
                entry.asserted = true;
                return match;
            }
        }
        return null;
    }

    /** Tells what was done instead of what was wanted; payloads only of what is like it, for they may hold secrets. */
    String toldBeside(Expectation<?> wanted) {
        if (entries.isEmpty()) {
            return "the client has done nothing";
        }
        StringBuilder text = new StringBuilder("the client did:");
        int first = Math.max(entries.size() - TOLD, 0);
        if (first > 0) {
            text.append("\n  (").append(first).append(" more before)");
        }
        for (Entry entry : entries.subList(first, entries.size())) {
            text.append("\n  at ")
                    .append(entry.at)
                    .append(": ")
                    .append(wanted.isLike(entry.seen) ? inFull(entry.seen) : entry.seen)
                    .append(entry.asserted ? " (asserted before)" : "");
        }
        return text.toString();
    }

    private static String inFull(ClientAction seen) {
        return switch (seen) {
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
