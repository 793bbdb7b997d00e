package dev.slipstream.system.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.Payload;
import dev.slipstream.core.presence.PresenceChange;
import dev.slipstream.core.presence.PresenceEntry;
import dev.slipstream.core.presence.PresenceMeta;
import dev.slipstream.core.presence.PresenceUpdate;
import dev.slipstream.core.presence.Presences;
import dev.slipstream.serializer.jackson.JacksonSerializer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Compares our view with the view of phoenix.js after each message of one history. For each key, it compares the refs,
 * the contents of the metas, and the extras, which are the fields beside {@code metas}. It also compares the reported
 * changes and the number of queued diffs. It counts the intended differences. Any other difference fails the test.
 */
final class PresenceAgreement {

    private static final String TOPIC = "rooms:1";
    private static final JacksonSerializer SERIALIZER = JacksonSerializer.standard();

    private final Map<PresenceDifference, Integer> found;
    private Presences view = Presences.of(TOPIC);
    /** The refs of each key in phoenix.js after the last message. */
    private Map<String, Set<String>> theirRefs = new TreeMap<>();
    /**
     * The keys for which phoenix.js may have old extras: a state contained the key, and no later diff had the key among
     * its joins.
     */
    private final Set<String> keysOfStates = new HashSet<>();
    /**
     * The keys and refs of the metas for which phoenix.js may have old content: a state contained the meta, and no
     * later diff had the meta among its joins.
     */
    private final Set<List<String>> refsOfStates = new HashSet<>();
    /** The diffs that wait for the first state after a join. */
    private final List<JsonNode> queued = new ArrayList<>();
    /** How many queued diffs of earlier joins phoenix.js keeps. */
    private int kept;
    /** The keys in the queued diffs of earlier joins. phoenix.js applies these diffs to the next state. */
    private final Set<String> keptKeys = new HashSet<>();

    /** The keys that may differ until the next state, because phoenix.js applied queued diffs of earlier joins. */
    private final Set<String> spoiltKeys = new HashSet<>();

    PresenceAgreement(Map<PresenceDifference, Integer> found) {
        this.found = found;
    }

    static Map<PresenceDifference, Integer> none() {
        return new EnumMap<>(PresenceDifference.class);
    }

    /** Compares both views after one message. Returns false after a malformed message, which ends the history. */
    boolean step(JsonNode message, JsonNode theirs) {
        JsonNode payload = message.get("payload");
        String kind = message.get("kind").stringValue();
        if (kind.equals("join")) {
            join();
            assertThat(theirs.get("calls")).isEmpty();
            assertThat(refs(theirs.get("state"))).isEqualTo(theirRefs);
            return true;
        }
        long malformed = view.malformedParts();
        PresenceUpdate update =
                view.apply(new Event.MessageReceived(TOPIC, "presence_" + kind, SERIALIZER.encode(payload)));
        boolean wasWaiting = view.status() == Presences.Status.WAITING;
        view = update.presences();
        if (view.malformedParts() > malformed || !theirs.get("error").isNull()) {
            count(PresenceDifference.MALFORMED);
            return false;
        }
        Set<String> exempt = new HashSet<>(spoiltKeys);
        if (kind.equals("state")) {
            state(payload);
            exempt.addAll(spoiltKeys);
        } else if (wasWaiting) {
            queued.add(payload);
        } else {
            joined(payload);
        }
        compare(update, theirs, exempt);
        return true;
    }

    private void join() {
        view = view.apply(new Event.ChannelClosed(new DisconnectReason.Closed(1006, "")))
                .presences();
        view = view.apply(new Event.TopicJoinSucceeded(TOPIC, SERIALIZER.encode(Map.of())))
                .presences();
        kept += queued.size();
        queued.forEach(diff -> List.of("joins", "leaves")
                .forEach(side -> keptKeys.addAll(diff.get(side).propertyNames())));
        queued.clear();
    }

    private void state(JsonNode state) {
        keysOfStates.addAll(state.propertyNames());
        refsOfStates.addAll(keysAndRefs(state));
        queued.forEach(this::joined);
        queued.clear();
        spoiltKeys.clear();
        spoiltKeys.addAll(keptKeys);
        keptKeys.clear();
        for (int i = 0; i < kept; i++) {
            count(PresenceDifference.EARLIER_JOIN);
        }
        kept = 0;
    }

    private void joined(JsonNode diff) {
        keysOfStates.removeAll(diff.get("joins").propertyNames());
        refsOfStates.removeAll(keysAndRefs(diff.get("joins")));
    }

    private void compare(PresenceUpdate update, JsonNode theirs, Set<String> exempt) {
        assertThat(theirs.get("syncs").asInt()).isEqualTo(update.synced() ? 1 : 0);
        assertThat(theirs.get("pending").asInt()).isEqualTo(view.queuedDiffs() + kept);
        compareChanges(update, theirs.get("calls"), exempt);
        Map<String, Set<String>> now = refs(theirs.get("state"));
        Map<String, Set<String>> ours = new TreeMap<>();
        view.list().forEach(entry -> ours.put(entry.key(), refs(entry.metas())));
        Map<String, Set<String>> comparable = new TreeMap<>(now);
        comparable.keySet().removeAll(spoiltKeys);
        ours.keySet().removeAll(spoiltKeys);
        assertThat(ours).isEqualTo(comparable);
        for (PresenceEntry entry : view.list()) {
            if (!spoiltKeys.contains(entry.key())) {
                compare(entry, theirs.get("state").get(entry.key()));
            }
        }
        if (spoiltKeys.isEmpty()) {
            List<String> keys = new ArrayList<>();
            theirs.get("keys").forEach(key -> keys.add(key.stringValue()));
            keys.retainAll(now.keySet());
            countIf(PresenceDifference.KEY_ORDER, !keys.equals(view.list(PresenceEntry::key)));
            countIf(PresenceDifference.KEY_WITHOUT_METAS, theirs.get("state").size() > now.size());
        }
        theirRefs = now;
    }

    private void compare(PresenceEntry ours, JsonNode theirs) {
        List<String> order = new ArrayList<>();
        for (JsonNode meta : theirs.get("metas")) {
            String ref = meta.get("phx_ref").stringValue();
            order.add(ref);
            PresenceMeta same = ours.metas().stream()
                    .filter(one -> one.ref().equals(ref))
                    .findFirst()
                    .orElseThrow();
            boolean mayBeOld = refsOfStates.contains(List.of(ours.key(), ref));
            compare(PresenceDifference.OLD_CONTENT, mayBeOld, same.payload(), meta);
        }
        Set<String> once = new LinkedHashSet<>(order);
        countIf(PresenceDifference.REF_TWICE, once.size() < order.size());
        countIf(
                PresenceDifference.META_ORDER,
                !List.copyOf(once)
                        .equals(ours.metas().stream().map(PresenceMeta::ref).toList()));
        JsonNode extras = ((ObjectNode) theirs.deepCopy()).without("metas");
        compare(PresenceDifference.OLD_EXTRAS, keysOfStates.contains(ours.key()), ours.extras(), extras);
    }

    private void compare(PresenceDifference difference, boolean mayDiffer, Payload ours, JsonNode theirs) {
        boolean differs = !ours.equals(SERIALIZER.encode(theirs));
        countIf(difference, differs);
        assertThat(differs && !mayDiffer)
                .as("%s: ours %s, theirs %s", difference, ours.text(), theirs)
                .isFalse();
    }

    /** Compares the net effect of the handler calls of phoenix.js with our changes. */
    private void compareChanges(PresenceUpdate update, JsonNode calls, Set<String> exempt) {
        Map<String, Set<String>> after = new TreeMap<>();
        theirRefs.forEach((key, refs) -> after.put(key, new LinkedHashSet<>(refs)));
        Set<String> left = new HashSet<>();
        for (JsonNode call : calls) {
            String key = call.get("key").stringValue();
            Set<String> refs = strings(call.get("refs"));
            Set<String> known = after.computeIfAbsent(key, unknown -> new LinkedHashSet<>());
            if (call.get("kind").stringValue().equals("join")) {
                countIf(PresenceDifference.JOIN_AGAIN, !refs.isEmpty() && known.containsAll(refs));
                countIf(PresenceDifference.EACH_STEP, left.contains(key));
                known.addAll(refs);
            } else {
                countIf(PresenceDifference.UNKNOWN_LEAVE, refs.stream().noneMatch(known::contains));
                left.add(key);
                known.removeAll(refs);
            }
        }
        Map<String, String> theirs = new TreeMap<>();
        after.forEach((key, refs) -> {
            Set<String> before = theirRefs.getOrDefault(key, Set.of());
            if (!refs.equals(before)) {
                theirs.put(key, minus(refs, before) + " joined, " + minus(before, refs) + " left");
            }
        });
        Map<String, String> ours = new TreeMap<>();
        for (PresenceChange change : update.changes()) {
            if (!change.joined().isEmpty() || !change.left().isEmpty()) {
                ours.put(change.key(), refs(change.joined()) + " joined, " + refs(change.left()) + " left");
            }
        }
        theirs.keySet().removeAll(exempt);
        ours.keySet().removeAll(exempt);
        assertThat(ours).isEqualTo(theirs);
    }

    private static Set<String> minus(Set<String> refs, Set<String> others) {
        Set<String> rest = new TreeSet<>(refs);
        rest.removeAll(others);
        return rest;
    }

    private static Set<String> refs(List<PresenceMeta> metas) {
        Set<String> refs = new TreeSet<>();
        metas.forEach(meta -> refs.add(meta.ref()));
        return refs;
    }

    /** Returns the refs of each key, without keys that have no metas. */
    private static Map<String, Set<String>> refs(JsonNode state) {
        Map<String, Set<String>> refs = new TreeMap<>();
        state.properties().forEach(presence -> {
            Set<String> one = new TreeSet<>();
            presence.getValue()
                    .get("metas")
                    .forEach(meta -> one.add(meta.get("phx_ref").stringValue()));
            if (!one.isEmpty()) {
                refs.put(presence.getKey(), one);
            }
        });
        return refs;
    }

    private static Set<List<String>> keysAndRefs(JsonNode presences) {
        Set<List<String>> all = new HashSet<>();
        refs(presences).forEach((key, refs) -> refs.forEach(ref -> all.add(List.of(key, ref))));
        return all;
    }

    private static Set<String> strings(JsonNode list) {
        Set<String> strings = new LinkedHashSet<>();
        list.forEach(element -> strings.add(element.stringValue()));
        return strings;
    }

    private void countIf(PresenceDifference difference, boolean isFound) {
        if (isFound) {
            count(difference);
        }
    }

    private void count(PresenceDifference difference) {
        found.merge(difference, 1, Integer::sum);
    }
}
