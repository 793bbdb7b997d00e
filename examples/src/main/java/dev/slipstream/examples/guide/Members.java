package dev.slipstream.examples.guide;

import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.AssignKey;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Event;
import dev.slipstream.core.Socket;
import dev.slipstream.core.presence.PresenceEntry;
import dev.slipstream.core.presence.PresenceUpdate;
import dev.slipstream.core.presence.Presences;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Shows the users in a room, and shows them again after each change.
 *
 * @param shown receives the users in the room
 */
record Members(Configuration configuration, String user, Consumer<List<String>> shown) implements SlipstreamClient {

    static final String ROOM = "rooms:lobby";
    private static final AssignKey<Presences> MEMBERS = AssignKey.of("members", Presences.of(ROOM));

    @Override
    public Socket init(Socket socket) {
        return socket.connect(configuration).join(ROOM, Map.of("user", user));
    }

    @Override
    public Socket handleEvent(Event event, Socket socket) {
        PresenceUpdate update = socket.assigned(MEMBERS).apply(event);
        if (!update.changes().isEmpty()) {
            shown.accept(update.presences().list(PresenceEntry::key));
        }
        return SlipstreamClient.super.handleEvent(event, socket.assign(MEMBERS, update.presences()));
    }
}
