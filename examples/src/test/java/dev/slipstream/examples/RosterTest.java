package dev.slipstream.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Command;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Event;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Socket;
import dev.slipstream.core.presence.PresenceEntry;
import dev.slipstream.core.presence.Presences;
import dev.slipstream.testkit.SocketTest;
import dev.slipstream.testkit.Sockets;
import dev.slipstream.testkit.junit.SocketTestExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SocketTestExtension.class)
class RosterTest {

    private static final Map<String, Object> ANN = presence("1", "web");
    private static final Map<String, Object> BOB = presence("2", "phone");

    private final List<String> screen = new ArrayList<>();

    @Test
    void showsChangesAndOnlyDifferencesAfterAReconnect(SocketTest test) {
        test.start(new Roster(Configuration.of("ws://localhost/socket/websocket"), screen::add));
        test.acceptConnect();
        test.acceptJoin("rooms:lobby");
        test.push("rooms:lobby", "presence_state", Map.of("ann", ANN));
        test.push("rooms:lobby", "presence_diff", Map.of("joins", Map.of("bob", BOB), "leaves", Map.of()));

        test.closeConnection(1012, "service restart");
        test.acceptConnect();
        test.acceptJoin("rooms:lobby");
        test.push("rooms:lobby", "presence_state", Map.of("bob", BOB));

        assertThat(screen).containsExactly("ann is here", "bob is here", "ann is gone");
    }

    @Test
    void keepsTheStateIfTheScreenThrows() {
        Roster roster = new Roster(Configuration.of("ws://localhost/socket/websocket"), line -> {
            throw new IllegalStateException("the screen is off");
        });
        Payload state = payload(Map.of("ann", ANN));

        Socket after = roster.handleEvent(
                new Event.MessageReceived("rooms:lobby", "presence_state", state), Sockets.connected());

        assertThat(after.assigned(Roster.PRESENCES).list(PresenceEntry::key)).containsExactly("ann");
    }

    @Test
    void decodesDevices() {
        Presences presences = Roster.joined(Presences.of("rooms:lobby"), payload(Map.of("ann", ANN)));

        assertThat(presences.list(PresenceEntry::key)).containsExactly("ann");
        assertThat(Roster.devices(presences, "ann")).containsExactly(new Roster.Device("web"));
        assertThat(Roster.devices(presences, "bob")).isEmpty();
    }

    private static Map<String, Object> presence(String ref, String device) {
        return Map.of("metas", List.of(Map.of("phx_ref", ref, "device", device)));
    }

    /** Encodes a value as the params of a join. */
    private static Payload payload(Object value) {
        return Sockets.connected().join("rooms:lobby", value).commands().stream()
                .map(command -> command instanceof Command.JoinTopic join ? join.params() : null)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }
}
