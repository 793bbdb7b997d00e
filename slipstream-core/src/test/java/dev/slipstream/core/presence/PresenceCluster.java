package dev.slipstream.core.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.PlainEncoder;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A model of two server nodes, and a client that is connected to one of them. The channel sends the first state, and
 * the node sends the diffs, so the first state and a diff may arrive in any order. Later states and diffs arrive in the
 * order in which the server sends them. If they arrived in another order, the view would be wrong until the next state,
 * because a frame does not show when it was sent.
 */
final class PresenceCluster {

    private static final List<String> KEYS = List.of("ann", "bob", "7", "");

    private final Random random;
    private final List<PresenceNode> nodes = List.of(new PresenceNode(), new PresenceNode());
    private final Queue<PresenceNode.Frame> firstState = new ArrayDeque<>();
    private final PresenceMirror mirror = new PresenceMirror();
    private Presences view = Presences.of(PresenceRecorder.TOPIC);
    private PresenceNode node = nodes.getFirst();
    private Queue<PresenceNode.Frame> diffs = new ArrayDeque<>();
    private boolean isConnected;
    private boolean hasState;
    private boolean isPartitioned;
    private int number;

    PresenceCluster(long seed) {
        random = new Random(seed);
    }

    /** Performs a random action of a node, the network or the client. */
    void step() {
        PresenceNode any = nodes.get(random.nextInt(2));
        switch (random.nextInt(16)) {
            case 0, 1, 2 -> any.track(++number, KEYS.get(random.nextInt(KEYS.size())), "r" + ++number);
            case 3, 4, 5 -> process(any).forEach(process -> any.update(process, "r" + ++number));
            case 6, 7 -> process(any).forEach(any::untrack);
            case 8 -> any.processes().forEach(any::untrack);
            case 9 -> partition();
            case 10 -> connect();
            case 11 -> disconnect();
            case 12 -> pushState();
            case 13 -> replicate();
            default -> deliver();
        }
    }

    /** Connects the nodes and the client again, and delivers a new state and all frames. */
    void calmDown() {
        isPartitioned = false;
        nodes.forEach(PresenceNode::regainOther);
        connect();
        pushState();
        replicate();
        while (!firstState.isEmpty() || !diffs.isEmpty()) {
            deliver();
        }
    }

    /** Returns the refs of each key in the client's view. */
    Map<String, TreeSet<String>> seen() {
        assertThat(view.status()).isEqualTo(Presences.Status.SYNCED);
        assertThat(view.malformedParts()).isZero();
        return view.list().stream()
                .collect(Collectors.toMap(
                        PresenceEntry::key,
                        entry -> entry.metas().stream()
                                .map(PresenceMeta::ref)
                                .collect(Collectors.toCollection(TreeSet::new)),
                        (first, second) -> second,
                        TreeMap::new));
    }

    /** Returns the refs of each key on the client's node. */
    Map<String, TreeSet<String>> tracked() {
        return node.refs();
    }

    /** Returns the refs of each key on the other node. */
    Map<String, TreeSet<String>> trackedElsewhere() {
        return other(node).refs();
    }

    private List<Integer> process(PresenceNode any) {
        List<Integer> processes = any.processes();
        return processes.isEmpty() ? List.of() : List.of(processes.get(random.nextInt(processes.size())));
    }

    private void partition() {
        if (!isPartitioned) {
            isPartitioned = true;
        } else if (random.nextBoolean()) {
            nodes.get(random.nextInt(2)).loseOther();
        } else {
            isPartitioned = false;
            nodes.forEach(PresenceNode::regainOther);
        }
    }

    private void replicate() {
        if (!isPartitioned) {
            nodes.forEach(each -> each.replicate(other(each)));
        }
    }

    private PresenceNode other(PresenceNode one) {
        return one == nodes.getFirst() ? nodes.getLast() : nodes.getFirst();
    }

    private void connect() {
        if (!isConnected) {
            isConnected = true;
            node = nodes.get(random.nextInt(2));
            diffs = node.subscribe();
            apply(new Event.TopicJoinSucceeded(PresenceRecorder.TOPIC, PlainEncoder.json("{}")));
        }
    }

    private void disconnect() {
        if (isConnected) {
            isConnected = false;
            node.unsubscribe(diffs);
            diffs = new ArrayDeque<>();
            firstState.clear();
            hasState = false;
            apply(new Event.ChannelClosed(new DisconnectReason.Closed(1006, "")));
        }
    }

    private void pushState() {
        if (isConnected && firstState.isEmpty()) {
            (hasState ? diffs : firstState).add(node.state());
            hasState = true;
        }
    }

    private void deliver() {
        boolean isState = diffs.isEmpty() || (!firstState.isEmpty() && random.nextBoolean());
        PresenceNode.Frame frame = isState ? firstState.poll() : diffs.poll();
        if (frame != null) {
            apply(new Event.MessageReceived(
                    PresenceRecorder.TOPIC, frame.event(), PresenceRecorder.payload(frame.json())));
        }
    }

    private void apply(Event event) {
        PresenceUpdate update = view.apply(event);
        mirror.take(update);
        view = update.presences();
    }
}
