package dev.slipstream.testkit.phoenix;

import dev.slipstream.core.Encoder;
import dev.slipstream.core.Payload;
import dev.slipstream.core.serializer.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The scheduler of the server's processes: the run queue, the timers and the subscriptions. */
final class Node {

    /** A process with a mailbox. It handles one message at a time. */
    interface Process {

        /** Whether it has work and is not suspended. */
        boolean isReady();

        /** Handles one message, or carries out one operation. */
        void step();
    }

    private record Timer(Duration at, long order, Runnable action) {}

    final Endpoint endpoint;
    final Encoder encoder;

    /** The payload {@code {}}. */
    final Payload emptyPayload;

    /** Broadcasts the changes of presences. */
    final PresenceProcess presences;

    private final Map<Integer, SocketProcess> connections = new LinkedHashMap<>();
    private final Map<String, Set<ChannelProcess>> subscribers = new LinkedHashMap<>();
    private final Set<Process> readyConnections = new LinkedHashSet<>();
    private final Set<Process> readyChannels = new LinkedHashSet<>();
    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>(Comparator.comparing(Timer::at).thenComparingLong(Timer::order));
    private final SplittableRandom choices;
    private long nextOrder;
    private int lastChannel;
    private Duration now = Duration.ZERO;
    private Consumer<? super PhoenixEffect> effects = effect -> {};

    Node(Endpoint endpoint, Encoder encoder) {
        this.endpoint = endpoint;
        this.encoder = encoder;
        this.emptyPayload = encoder.encode(Map.of());
        this.presences = new PresenceProcess(this, new PresenceTracker(endpoint.presenceFetch(), encoder));
        this.choices = new SplittableRandom(endpoint.seed());
    }

    Duration now() {
        return now;
    }

    void effect(PhoenixEffect effect) {
        effects.accept(effect);
    }

    /** Advances to an instant, and runs all work and timers that are due by then. */
    void advance(Duration to, Consumer<? super PhoenixEffect> receiver) {
        if (to.compareTo(now) < 0) {
            throw new IllegalArgumentException("time cannot go back from " + now + " to " + to);
        }
        effects = receiver;
        fire();
        while (now.compareTo(to) < 0) {
            settle();
            Timer next = timers.peek();
            now = next == null || next.at.compareTo(to) > 0 ? to : next.at;
            fire();
        }
    }

    /** Runs processes until no process has work at this instant. */
    void settle() {
        while (!isQuiet()) {
            run(next());
            fire();
        }
    }

    /** Runs processes after an input, as far as the endpoint's {@link Races} require. */
    void race() {
        switch (endpoint.races()) {
            case FRAMES_FIRST -> {
                while (!readyConnections.isEmpty()) {
                    run(readyConnections.iterator().next());
                }
            }
            case CHANNELS_FIRST -> settle();
            case SEEDED -> {
                switch (choices.nextInt(4)) {
                    case 0 -> settle();
                    case 1 -> runSome();
                    default -> {
                        // half of the time nothing runs, so work is often still waiting when the next input arrives
                    }
                }
            }
        }
    }

    private void runSome() {
        while (!isQuiet() && choices.nextInt(4) > 0) {
            run(next());
        }
    }

    /**
     * Runs the work that follows the end of a channel with presences. The channel's connection waits meanwhile, because
     * Phoenix starts a new channel of the topic only after the old channel has ended. With {@link Races#SEEDED} the
     * connection may continue earlier.
     */
    void finish(ChannelProcess ended) {
        while (presences.isReady() || ended.isReady()) {
            List<Process> ready = readyChannels.stream()
                    .filter(process -> process == presences || process == ended)
                    .toList();
            switch (endpoint.races()) {
                case FRAMES_FIRST, CHANNELS_FIRST -> run(ready.get(0));
                case SEEDED -> {
                    if (choices.nextInt(4) == 0) {
                        return;
                    }
                    run(ready.get(choices.nextInt(ready.size())));
                }
            }
        }
    }

    /** The instant of the next work; null if no work is scheduled. */
    @Nullable
    Duration nextDeadline() {
        if (!isQuiet()) {
            return now;
        }
        return timers.isEmpty() ? null : timers.peek().at;
    }

    private boolean isQuiet() {
        return readyConnections.isEmpty() && readyChannels.isEmpty();
    }

    private Process next() {
        return switch (endpoint.races()) {
            case FRAMES_FIRST, CHANNELS_FIRST ->
                (readyConnections.isEmpty() ? readyChannels : readyConnections)
                        .iterator()
                        .next();
            case SEEDED -> {
                List<Process> ready = new ArrayList<>(readyConnections);
                ready.addAll(readyChannels);
                yield ready.get(choices.nextInt(ready.size()));
            }
        };
    }

    private void run(Process process) {
        ready(process).remove(process);
        process.step();
        wake(process); // puts the process at the end of the queue if it has more work
    }

    private void fire() {
        while (!timers.isEmpty() && timers.peek().at.compareTo(now) <= 0) {
            timers.remove().action.run();
        }
    }

    /** Adds the process to the run queue if it is ready, and removes it otherwise. */
    void wake(Process process) {
        if (process.isReady()) {
            ready(process).add(process);
        } else {
            ready(process).remove(process);
        }
    }

    private Set<Process> ready(Process process) {
        return process instanceof SocketProcess ? readyConnections : readyChannels;
    }

    void after(Duration delay, Runnable action) {
        timers.add(new Timer(now.plus(delay), nextOrder++, action));
    }

    /** A number for a new channel process. */
    int nextChannel() {
        lastChannel++;
        return lastChannel;
    }

    void begin(SocketProcess connection) {
        connections.put(connection.number(), connection);
    }

    void end(SocketProcess connection) {
        connections.remove(connection.number());
        readyConnections.remove(connection);
    }

    @Nullable
    SocketProcess connection(int number) {
        return connections.get(number);
    }

    List<SocketProcess> connections() {
        return List.copyOf(connections.values());
    }

    /** Delivers a message to a connection, if it exists. */
    void deliver(int connection, ConnectionMessage message) {
        SocketProcess process = connections.get(connection);
        if (process != null) {
            process.deliver(message);
        }
    }

    void subscribe(ChannelProcess channel) {
        subscribers
                .computeIfAbsent(channel.topic(), topic -> new LinkedHashSet<>())
                .add(channel);
    }

    void unsubscribe(ChannelProcess channel) {
        subscribers.computeIfPresent(channel.topic(), (topic, channels) -> {
            channels.remove(channel);
            return channels.isEmpty() ? null : channels;
        });
    }

    List<ChannelProcess> subscribers(String topic) {
        return List.copyOf(subscribers.getOrDefault(topic, Set.of()));
    }

    /** Broadcasts to all subscribers except one. */
    void broadcast(String topic, String event, Payload payload, @Nullable ChannelProcess except) {
        for (ChannelProcess channel : subscribers(topic)) {
            if (channel != except) {
                channel.broadcasted(event, payload);
            }
        }
    }

    /** Closes the connections of this socket id. */
    void disconnect(String socketId) {
        for (SocketProcess connection : connections()) {
            if (connection.isCalled(socketId)) {
                connection.deliver(
                        new ConnectionMessage.Shutdown(endpoint.version().disconnectCode()));
            }
        }
    }

    Message reply(@Nullable String joinRef, @Nullable String ref, String topic, String status, Object response) {
        return new Message(joinRef, ref, topic, Message.REPLY, encoder.encode(response), status);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("at ").append(now);
        for (Iterator<SocketProcess> each = connections.values().iterator(); each.hasNext(); ) {
            text.append(" | ").append(each.next());
        }
        return text.append(" | timers ").append(timers.size()).toString();
    }
}
