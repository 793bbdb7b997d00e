package dev.slipstream.examples;

import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.AssignKey;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Event;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Socket;
import dev.slipstream.core.presence.PresenceChange;
import dev.slipstream.core.presence.PresenceEntry;
import dev.slipstream.core.presence.PresenceUpdate;
import dev.slipstream.core.presence.Presences;
import java.util.List;
import java.util.function.Consumer;

/** Shows who is in a room. */
final class Roster implements SlipstreamClient {

    /** The meta of a presence: the device that a user joined with. */
    record Device(String device) {}

    static final AssignKey<Presences> PRESENCES = AssignKey.of("presences", Presences.of("rooms:lobby"));

    private final Configuration configuration;
    private final Consumer<String> screen;

    Roster(Configuration configuration, Consumer<String> screen) {
        this.configuration = configuration;
        this.screen = screen;
    }

    @Override
    public Socket init(Socket socket) {
        return socket.connect(configuration).join("rooms:lobby");
    }

    @Override
    public Socket handleEvent(Event event, Socket socket) {
        PresenceUpdate update = socket.assigned(PRESENCES).apply(event);
        Socket next = socket.assign(PRESENCES, update.presences());
        return update.synced() ? next.send(update) : SlipstreamClient.super.handleEvent(event, next);
    }

    @Override
    public Socket handleInfo(Object message, Socket socket) {
        if (message instanceof PresenceUpdate update) {
            update.changes().forEach(this::show);
        }
        return socket;
    }

    private void show(PresenceChange change) {
        switch (change.kind()) {
            case JOINED -> screen.accept(change.key() + " is here");
            case LEFT -> screen.accept(change.key() + " is gone");
            case UPDATED -> screen.accept(change.key() + " changed");
        }
    }

    /** The devices of one user who is present. */
    static List<Device> devices(Presences presences, String user) {
        return presences.find(user).map(PresenceEntry::metas).orElse(List.of()).stream()
                .map(meta -> meta.payload().as(Device.class))
                .toList();
    }

    /** Applies the presence state, for apps that send it in the reply to the join. */
    static Presences joined(Presences presences, Payload response) {
        return presences.applyState(response).presences();
    }
}
