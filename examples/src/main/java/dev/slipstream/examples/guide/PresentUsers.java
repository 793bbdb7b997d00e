package dev.slipstream.examples.guide;

import dev.slipstream.channels.Channel;
import dev.slipstream.channels.ChannelPresence;
import dev.slipstream.core.presence.PresenceChange;
import dev.slipstream.core.presence.PresenceEntry;
import dev.slipstream.core.presence.PresenceUpdate;
import dev.slipstream.core.presence.Presences;
import java.util.function.Consumer;

/** Shows who is present on a channel: with a channel handle, and with {@link Presences} alone. */
final class PresentUsers {

    /**
     * The field {@code user}, which the server of this guide adds to the presence of each key, next to {@code metas}.
     */
    record User(String name) {}

    private PresentUsers() {}

    static void follow(Channel lobby, Consumer<String> display) {
        ChannelPresence presence = lobby.presence();
        presence.onChange(change -> display.accept(describe(change)));
        presence.onSync(() -> display.accept("here: " + presence.list(PresentUsers::nameOf)));
        lobby.join();
    }

    static String describe(PresenceChange change) {
        return switch (change.kind()) {
            case JOINED -> nameOf(change.after().orElseThrow()) + " came";
            case LEFT -> nameOf(change.before().orElseThrow()) + " went";
            case UPDATED ->
                nameOf(change.after().orElseThrow()) + ": " + change.joined().size() + " joined, "
                        + change.left().size() + " left";
        };
    }

    static String nameOf(PresenceEntry entry) {
        return entry.extra("user").map(user -> user.as(User.class).name()).orElse(entry.key());
    }

    static void followRenamed(Channel lobby, Consumer<String> display) {
        lobby.presence("people", "people_changed").onChange(change -> display.accept(describe(change)));
    }

    /**
     * For apps that send the presence state in the join's response, and each diff in a message {@code people_changed}.
     */
    static final class ByHand {

        private Presences presences = Presences.of("rooms:lobby");

        void follow(Channel lobby, Consumer<String> display) {
            lobby.onJoin(response -> keep(presences.applyState(response), display));
            lobby.on("people_changed", diff -> keep(presences.applyDiff(diff), display));
        }

        private void keep(PresenceUpdate update, Consumer<String> display) {
            presences = update.presences();
            update.changes().forEach(change -> display.accept(describe(change)));
        }
    }
}
