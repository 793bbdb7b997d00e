package dev.slipstream.channels;

import dev.slipstream.core.Event;
import dev.slipstream.core.Socket;
import dev.slipstream.core.presence.Presences;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/** The presence views of one channel, by the names of their events. Any thread may make a view. */
final class PresenceViews {

    private record Names(String state, String diff) {}

    private final String topic;
    private final ClientAccess client;
    private final BooleanSupplier isJoined;
    private final Map<Names, ChannelPresence> all = new ConcurrentHashMap<>();

    PresenceViews(String topic, ClientAccess client, BooleanSupplier isJoined) {
        this.topic = topic;
        this.client = client;
        this.isJoined = isJoined;
    }

    /** Returns the view that follows these events. A new view of a joined channel waits for the next state. */
    ChannelPresence of(String stateEvent, String diffEvent) {
        Names names = new Names(stateEvent, diffEvent);
        ChannelPresence known = all.get(names);
        if (known != null) {
            return known;
        }
        Presences empty = Presences.of(topic, stateEvent, diffEvent);
        Presences first = isJoined.getAsBoolean() ? empty.joined() : empty;
        ChannelPresence made = new ChannelPresence(first, stateEvent, client);
        ChannelPresence other = all.putIfAbsent(names, made);
        if (other != null) {
            return other;
        }
        // if the client's queue is full, the next event corrects the view
        client.runIfRoom(socket -> begin(made, empty, socket));
        return made;
    }

    private Socket begin(ChannelPresence made, Presences empty, Socket socket) {
        return made.begin(isJoined.getAsBoolean(), empty) ? withDeadline(made, socket) : socket;
    }

    /** Applies an event to all views. */
    void accept(Event event) {
        for (ChannelPresence view : all.values()) {
            view.accept(event);
        }
    }

    /** Starts the deadline of each view, because the channel was joined now. */
    Socket withDeadlines(Socket socket) {
        return socket.fold(all.values(), PresenceViews::withDeadline);
    }

    private static Socket withDeadline(ChannelPresence view, Socket socket) {
        return socket.sendAfter(view.deadline(), ChannelPresence.statePatience(), view.deadline());
    }
}
