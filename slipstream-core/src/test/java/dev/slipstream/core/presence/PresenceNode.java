package dev.slipstream.core.presence;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A model of one node of a Phoenix cluster. It publishes changes of its own presences at once. It publishes changes of
 * the other node's presences when {@link #replicate} copies them.
 */
final class PresenceNode {

    /** The presence of one tracked process: the key, and the current and previous ref of its meta. */
    record Tracked(String key, String ref, String previousRef) {

        String meta() {
            return previousRef.isEmpty()
                    ? "{'phx_ref':'%s'}".formatted(ref)
                    : "{'phx_ref':'%s','phx_ref_prev':'%s'}".formatted(ref, previousRef);
        }
    }

    /** A message to a client. */
    record Frame(String event, String json) {}

    private final Map<Integer, Tracked> own = new LinkedHashMap<>();
    private final Map<Integer, Tracked> replica = new LinkedHashMap<>();
    private final List<Queue<Frame>> subscribers = new ArrayList<>();
    private boolean isReplicaUp = true;

    /** Returns a queue that receives all later diffs. */
    Queue<Frame> subscribe() {
        Queue<Frame> diffs = new ArrayDeque<>();
        subscribers.add(diffs);
        return diffs;
    }

    void unsubscribe(Queue<Frame> diffs) {
        subscribers.removeIf(one -> one == diffs);
    }

    List<Integer> processes() {
        return List.copyOf(own.keySet());
    }

    void track(int process, String key, String ref) {
        Tracked tracked = new Tracked(key, ref, "");
        own.put(process, tracked);
        publish(List.of(tracked), List.of());
    }

    void update(int process, String ref) {
        Tracked old = own.get(process);
        Tracked updated = new Tracked(old.key(), ref, old.ref());
        own.put(process, updated);
        publish(List.of(updated), List.of(old));
    }

    /** Removes the presence of a process that untracks itself or dies. */
    void untrack(int process) {
        publish(List.of(), List.of(own.remove(process)));
    }

    /** Copies the presences of the other node, and publishes all changes since the last copy as one diff. */
    void replicate(PresenceNode other) {
        List<Tracked> joins = new ArrayList<>(other.own.values());
        joins.removeAll(replica.values());
        List<Tracked> leaves = new ArrayList<>(replica.values());
        leaves.removeAll(other.own.values());
        replica.clear();
        replica.putAll(other.own);
        if (isReplicaUp) {
            publish(joins, leaves);
        }
    }

    /** Publishes that the presences of the other node left, because the other node was silent for too long. */
    void loseOther() {
        if (isReplicaUp) {
            isReplicaUp = false;
            publish(List.of(), List.copyOf(replica.values()));
        }
    }

    /** Publishes that the copied presences join again with their old refs, because the other node is back. */
    void regainOther() {
        if (!isReplicaUp) {
            isReplicaUp = true;
            publish(List.copyOf(replica.values()), List.of());
        }
    }

    /** Returns the state for a client that joins. */
    Frame state() {
        return new Frame(Presences.STATE_EVENT, json(all()));
    }

    /** Returns the refs of each key. */
    Map<String, TreeSet<String>> refs() {
        return all().stream()
                .collect(Collectors.groupingBy(
                        Tracked::key,
                        TreeMap::new,
                        Collectors.mapping(Tracked::ref, Collectors.toCollection(TreeSet::new))));
    }

    private List<Tracked> all() {
        List<Tracked> all = new ArrayList<>(own.values());
        if (isReplicaUp) {
            all.addAll(replica.values());
        }
        return all;
    }

    private void publish(List<Tracked> joins, List<Tracked> leaves) {
        if (!joins.isEmpty() || !leaves.isEmpty()) {
            Frame diff =
                    new Frame(Presences.DIFF_EVENT, "{'joins':%s,'leaves':%s}".formatted(json(joins), json(leaves)));
            subscribers.forEach(subscriber -> subscriber.add(diff));
        }
    }

    private static String json(List<Tracked> tracked) {
        Map<String, List<String>> keys = new LinkedHashMap<>();
        tracked.forEach(
                one -> keys.computeIfAbsent(one.key(), key -> new ArrayList<>()).add(one.meta()));
        return keys.entrySet().stream()
                .map(entry -> "'%s':{'metas':[%s]}".formatted(entry.getKey(), String.join(",", entry.getValue())))
                .collect(Collectors.joining(",", "{", "}"));
    }
}
