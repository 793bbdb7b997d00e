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

    /** A process: a mailbox, of which it takes one thing at a time. */
    interface Process {

        /** Whether it has something to do and may do it now. */
        boolean isReady();

        /** Does one thing. */
        void step();
    }

    private record Timer(Duration at, long order, Runnable action) {}

    final Endpoint endpoint;
    final Encoder encoder;

    /** The payload {@code {}}. */
    final Payload nothing;

    private final Map<Integer, SocketProcess> connections = new LinkedHashMap<>();
    private final Map<String, Set<ChannelProcess>> subscribers = new LinkedHashMap<>();
    private final Set<Process> readyConnections = new LinkedHashSet<>();
    private final Set<Process> readyChannels = new LinkedHashSet<>();
    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>(Comparator.comparing(Timer::at).thenComparingLong(Timer::order));
    private final SplittableRandom choices;
    private long nextOrder;
    private Duration now = Duration.ZERO;
    private Consumer<? super PhoenixEffect> effects = effect -> {};

    Node(Endpoint endpoint, Encoder encoder) {
        this.endpoint = endpoint;
        this.encoder = encoder;
        this.nothing = encoder.encode(Map.of());
        this.choices = new SplittableRandom(endpoint.seed());
    }

    Duration now() {
        return now;
    }

    void effect(PhoenixEffect effect) {
        effects.accept(effect);
    }

    /** Lets everything happen that lies before this instant, and the timers of it. */
    void advance(Duration to, Consumer<? super PhoenixEffect> receiver) {
        if (to.compareTo(now) < 0) {
            throw new IllegalArgumentException("time goes back from " + now + " to " + to);
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

    /** Lets the processes run until none has anything to do at this instant. */
    void settle() {
        while (!isQuiet()) {
            run(next());
            fire();
        }
    }

    /** Lets those run who are first where processes race. */
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
                        // more often than not, what follows is in time to find nothing done
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

    /** When there is something to do; null if never. */
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
        wake(process); // after the waiting processes, if it has more mail
    }

    private void fire() {
        while (!timers.isEmpty() && timers.peek().at.compareTo(now) <= 0) {
            timers.remove().action.run();
        }
    }

    /** Has a process looked at again: it may have something to do now, or nothing more. */
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

    /** Sends a message to a connection, if there is one. */
    void mail(int connection, ProcessMail mail) {
        SocketProcess process = connections.get(connection);
        if (process != null) {
            process.mail(mail);
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

    /** Broadcasts to all subscribers but this one. */
    void broadcast(String topic, String event, Payload payload, @Nullable ChannelProcess but) {
        for (ChannelProcess channel : subscribers(topic)) {
            if (channel != but) {
                channel.broadcasted(event, payload);
            }
        }
    }

    /** Has the connections of this socket id closed. */
    void disconnect(String socketId) {
        for (SocketProcess connection : connections()) {
            if (connection.isCalled(socketId)) {
                connection.mail(new ProcessMail.Shutdown(endpoint.version().disconnectCode()));
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
