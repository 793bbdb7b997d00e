package dev.slipstream.core.presence;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.Payload;
import dev.slipstream.core.PlainEncoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Follows the presences of the topic {@code rooms:1}, as an app does, and records the changes as text.
 *
 * <p>A state is written {@code ann=1,2 bob=3}: each key with the refs of its metas. A diff is written
 * {@code +ann=4 -ann=1}: joins and leaves. A change is written {@code updated ann +4 -1}.
 */
final class PresenceRecorder {

    static final String TOPIC = "rooms:1";

    private final List<String> recorded = new ArrayList<>();
    private Presences view;

    PresenceRecorder() {
        this(Presences.of(TOPIC));
    }

    PresenceRecorder(Presences view) {
        this.view = view;
    }

    /** Returns a recorder that has joined and received this state. The changes of this state are not recorded. */
    static PresenceRecorder synced(String state) {
        PresenceRecorder recorder = new PresenceRecorder();
        recorder.join();
        recorder.state(state);
        recorder.changes();
        return recorder;
    }

    Presences view() {
        return view;
    }

    /** Returns the list in its order, as {@code ann=1,2 bob=3}. */
    String list() {
        return refs(view);
    }

    static String refs(Presences presences) {
        return presences.list().stream().map(PresenceRecorder::refs).collect(Collectors.joining(" "));
    }

    /** Returns the changes since the last call, with {@code synced} after each applied state or diff. */
    List<String> changes() {
        List<String> changes = List.copyOf(recorded);
        recorded.clear();
        return changes;
    }

    void join() {
        apply(new Event.TopicJoinSucceeded(TOPIC, PlainEncoder.json("{}")));
    }

    void disconnect() {
        apply(new Event.ChannelClosed(new DisconnectReason.Closed(1012, "")));
    }

    void leave() {
        apply(new Event.TopicLeft(TOPIC));
    }

    void state(String keys) {
        stateJson(json(keys));
    }

    void diff(String keys) {
        diffJson(diffOf(keys));
    }

    /** Receives a state. In this JSON text, ' stands for ". */
    void stateJson(String json) {
        message(Presences.STATE_EVENT, json);
    }

    /** Receives a diff. In this JSON text, ' stands for ". */
    void diffJson(String json) {
        message(Presences.DIFF_EVENT, json);
    }

    void message(String event, String json) {
        apply(new Event.MessageReceived(TOPIC, event, payload(json)));
    }

    void apply(Event event) {
        take(view.apply(event));
    }

    void take(PresenceUpdate update) {
        view = update.presences();
        update.changes().forEach(change -> recorded.add(text(change)));
        if (update.synced()) {
            recorded.add("synced");
        }
    }

    static Payload payload(String json) {
        return PlainEncoder.json(json.replace('\'', '"'));
    }

    static String json(String keys) {
        StringBuilder json = new StringBuilder();
        metas(keys)
                .forEach((key, metas) ->
                        json.append(json.isEmpty() ? "" : ",").append("'%s':{'metas':[%s]}".formatted(key, metas)));
        return "{" + json + "}";
    }

    static String diffOf(String keys) {
        return "{'joins':%s,'leaves':%s}".formatted(json(side(keys, '+')), json(side(keys, '-')));
    }

    private static String side(String keys, char sign) {
        return keys.isEmpty()
                ? ""
                : List.of(keys.split(" ")).stream()
                        .filter(word -> word.charAt(0) == sign)
                        .map(word -> word.substring(1))
                        .collect(Collectors.joining(" "));
    }

    private static Map<String, String> metas(String keys) {
        Map<String, String> metas = new LinkedHashMap<>();
        for (String word : keys.isEmpty() ? new String[0] : keys.split(" ")) {
            String[] refs = word.substring(word.indexOf('=') + 1).split(",");
            metas.put(
                    word.substring(0, word.indexOf('=')),
                    List.of(refs).stream().map("{'phx_ref':'%s'}"::formatted).collect(Collectors.joining(",")));
        }
        return metas;
    }

    private static String text(PresenceChange change) {
        return change.kind().name().toLowerCase(Locale.ROOT)
                + " "
                + change.key()
                + signed(" +", change.joined())
                + signed(" -", change.left());
    }

    private static String signed(String sign, List<PresenceMeta> metas) {
        return metas.stream().map(meta -> sign + meta.ref()).collect(Collectors.joining());
    }

    private static String refs(PresenceEntry entry) {
        return entry.key() + "=" + entry.metas().stream().map(PresenceMeta::ref).collect(Collectors.joining(","));
    }
}
