package dev.slipstream.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.RunningClient;
import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.AssignKey;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Event;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Socket;
import dev.slipstream.core.TypeRef;
import dev.slipstream.core.presence.PresenceMeta;
import dev.slipstream.core.presence.Presences;
import dev.slipstream.testkit.phoenix.ChannelContext;
import dev.slipstream.testkit.phoenix.Endpoint;
import dev.slipstream.testkit.phoenix.JoinResult;
import dev.slipstream.testkit.phoenix.PhoenixChannel;
import dev.slipstream.testkit.phoenix.PhoenixInput;
import dev.slipstream.testkit.phoenix.UserSocket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients see the presences that the model of Phoenix tracks, also after faults. */
class PresenceSimulationTest {

    private static final String ROOM = "rooms:lobby";
    private static final Duration QUIET = Duration.ofMinutes(5);
    private static final AssignKey<Presences> PRESENCES = AssignKey.of("presences", Presences.of(ROOM));

    /** Tracks its user after the join, and updates the meta whenever the test sends a message. */
    private static final class Room implements PhoenixChannel {

        private String user = "";

        @Override
        public JoinResult join(String topic, Payload params, ChannelContext context) {
            user = params.as(new TypeRef<Map<String, String>>() {}).getOrDefault("user", "");
            context.send("after_join");
            return JoinResult.ok();
        }

        @Override
        public void handleInfo(Object message, ChannelContext context) {
            if (message.equals("after_join")) {
                context.track(user, Map.of("status", "here"));
                context.push("presence_state", context.presences());
            } else {
                context.update(user, Map.of("status", message));
            }
        }
    }

    /** Joins the room as one user, and keeps the room's presences. */
    private record Member(String user) implements SlipstreamClient {

        @Override
        public Socket init(Socket socket) {
            return socket.connect(Configuration.of("ws://localhost/socket/websocket"))
                    .join(ROOM, Map.of("user", user));
        }

        @Override
        public Socket handleEvent(Event event, Socket socket) {
            Presences next = socket.assigned(PRESENCES).apply(event).presences();
            return SlipstreamClient.super.handleEvent(event, socket.assign(PRESENCES, next));
        }
    }

    private static Endpoint endpoint(long seed) {
        return Endpoint.of(UserSocket.at("/socket").channel("rooms:*", Room::new))
                .withSeed(seed);
    }

    private static Presences view(RunningClient client) {
        return client.socket().assigned(PRESENCES);
    }

    /** The refs of each key that a client sees. */
    private static Map<String, TreeSet<String>> refs(Presences view) {
        Map<String, TreeSet<String>> refs = new LinkedHashMap<>();
        view.list()
                .forEach(entry -> refs.put(
                        entry.key(),
                        new TreeSet<>(
                                entry.metas().stream().map(PresenceMeta::ref).toList())));
        return refs;
    }

    /** The refs of each key that the server lists. */
    private static Map<String, TreeSet<String>> refs(Payload list) {
        Map<String, TreeSet<String>> refs = new LinkedHashMap<>();
        list.as(new TypeRef<Map<String, Map<String, List<Map<String, String>>>>>() {})
                .forEach((key, presence) -> refs.put(
                        key,
                        new TreeSet<>(presence.getOrDefault("metas", List.of()).stream()
                                .map(meta -> meta.getOrDefault("phx_ref", ""))
                                .toList())));
        return refs;
    }

    @Test
    void clientSeesWhoJoinsUpdatesAndLeaves() {
        try (Simulation simulation = Simulation.calm(1, endpoint(1))) {
            RunningClient ann = simulation.start(new Member("ann"));
            simulation.advance(QUIET);
            RunningClient web = simulation.start(new Member("bob"));
            RunningClient phone = simulation.start(new Member("bob"));
            simulation.advance(QUIET);

            assertThat(view(ann).find("bob").orElseThrow().metas()).hasSize(2);
            simulation.network().tell(new PhoenixInput.Tell(ROOM, "away"));
            simulation.advance(QUIET);
            assertThat(view(ann).list())
                    .hasSize(2)
                    .allSatisfy(entry -> assertThat(entry.metas()).allSatisfy(meta -> {
                        assertThat(meta.previousRef()).isPresent();
                        assertThat(meta.payload().text()).contains("away");
                    }));

            web.close();
            simulation.advance(QUIET);
            assertThat(view(ann).find("bob").orElseThrow().metas()).hasSize(1);
            phone.close();
            simulation.advance(QUIET);
            assertThat(view(ann).find("bob")).isEmpty();
            assertThat(refs(view(ann))).isEqualTo(refs(simulation.network().presences(ROOM)));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void viewsEqualServersListAfterFaults(long seed) {
        try (Simulation simulation = Simulation.of(seed, Simulation.Settings.RACING, endpoint(seed))) {
            List<RunningClient> clients = List.of(
                    simulation.start(new Member("ann")),
                    simulation.start(new Member("bob")),
                    simulation.start(new Member("bob")));
            for (Fault fault : List.of(Fault.CUT, Fault.RESET, Fault.DRAINED)) {
                simulation.advance(Duration.ofSeconds(seed));
                simulation.network().inject(fault);
                simulation.network().tell(new PhoenixInput.Tell(ROOM, fault.name()));
            }
            simulation.network().heal();
            simulation.advance(QUIET);

            Map<String, TreeSet<String>> listed = refs(simulation.network().presences(ROOM));
            assertThat(listed).containsOnlyKeys("ann", "bob");
            assertThat(listed.get("bob")).hasSize(2);
            assertThat(clients).allSatisfy(client -> {
                assertThat(view(client).status()).isEqualTo(Presences.Status.SYNCED);
                assertThat(refs(view(client))).isEqualTo(listed);
            });
        }
    }
}
