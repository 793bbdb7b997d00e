package dev.slipstream.testkit.server.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Event;
import dev.slipstream.core.Payload;
import dev.slipstream.core.presence.PresenceEntry;
import dev.slipstream.core.presence.Presences;
import dev.slipstream.serializer.jackson.JacksonSerializer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The client's view of presences, built from recorded messages, equals the list that the real server sent. */
@Tag("presence-P35")
class PresenceCaptureTest {

    private static final JacksonSerializer SERIALIZER = JacksonSerializer.standard();

    /** The expected status and refs at the end, by scenario and connection name. A ref is shown as its number. */
    private static final Map<String, String> LAST = new TreeMap<>(Map.of(
            "presence_state ", "SYNCED {alice=[1]}",
            "presence_update ", "SYNCED {}",
            "presence_two_users ", "SYNCED {alice=[1]}",
            "presence_two_users B", "CLOSED {alice=[1], bob=[3]}",
            "presence_same_user_twice ", "SYNCED {alice=[1]}",
            "presence_same_user_twice B", "SYNCED {alice=[1, 2]}",
            "presence_rejoin ", "SYNCED {alice=[2]}",
            "presence_duplicate_join ", "SYNCED {alice=[2]}",
            "v1_presence ", "SYNCED {alice=[1]}"));

    static Stream<Capture> replayed() {
        return Capture.all().stream()
                .filter(capture -> capture.scenario().startsWith("presence_")
                        || capture.scenario().equals("v1_presence"));
    }

    @Test
    void replaysAllCapturesOfPresence() {
        assertThat(replayed()).hasSize(17);
        assertThat(replayed().map(Capture::scenario).distinct())
                .containsExactlyInAnyOrderElementsOf(LAST.keySet().stream()
                        .map(name -> name.substring(0, name.indexOf(' ')))
                        .distinct()
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("replayed")
    void viewEqualsTheServersList(Capture capture) {
        int lists = 0;
        for (List<CaptureLine> form : capture.forms()) {
            for (String connection : connections(form)) {
                Follower follower = new Follower();
                for (CaptureLine line : form) {
                    if (line instanceof CaptureLine.OnConnection one
                            && one.connection().equals(connection)) {
                        follower.read(one);
                    }
                }
                lists += follower.lists;

                assertThat(follower.view.status() + " " + refs(follower.view))
                        .isEqualTo(LAST.get(capture.scenario() + " " + connection));
                assertThat(follower.view.malformedParts()).isZero();
            }
        }
        boolean asksForLists = capture.scenario().matches("presence_(update|same_user_twice)");
        assertThat(lists).isEqualTo(asksForLists ? 2 : 0);
    }

    private static Set<String> connections(List<CaptureLine> form) {
        Set<String> connections = new LinkedHashSet<>();
        for (CaptureLine line : form) {
            if (line instanceof CaptureLine.OnConnection one) {
                connections.add(one.connection());
            }
        }
        return connections;
    }

    /** Returns the refs of each key. A ref {@code <phx_ref:N>} is shortened to {@code N}. */
    private static Map<String, Set<String>> refs(Presences view) {
        return view.list().stream()
                .collect(Collectors.toMap(
                        PresenceEntry::key,
                        entry -> entry.metas().stream()
                                .map(meta -> meta.ref().replaceAll("<phx_ref:(.*)>", "$1"))
                                .collect(Collectors.toCollection(TreeSet::new)),
                        (first, second) -> second,
                        TreeMap::new));
    }

    /** A recorded message of either version of the protocol. */
    private record Read(@Nullable String joinRef, @Nullable String ref, String topic, String event, Object payload) {

        static Read of(String text) {
            Object message = SERIALIZER.raw(text).as(Object.class);
            if (message instanceof List<?> parts) {
                return new Read(
                        (String) parts.get(0),
                        (String) parts.get(1),
                        (String) parts.get(2),
                        (String) parts.get(3),
                        parts.get(4));
            }
            Map<?, ?> parts = (Map<?, ?>) message;
            return new Read(
                    null,
                    (String) parts.get("ref"),
                    (String) parts.get("topic"),
                    (String) parts.get("event"),
                    parts.get("payload"));
        }
    }

    /**
     * Computes the presences that a client sees if it sends and receives the recorded messages. Like a real client, it
     * drops messages while the topic is not joined.
     */
    private static final class Follower {

        private Presences view = Presences.of("none");
        private @Nullable String join;
        private boolean isJoined;
        private @Nullable String list;
        private int lists;

        void read(CaptureLine.OnConnection line) {
            switch (line) {
                case CaptureLine.FromClient(var connection, WireFrame.Text(var text)) -> sent(Read.of(text));
                case CaptureLine.FromServer(var connection, WireFrame.Text(var text)) -> received(Read.of(text));
                default -> {} // handshakes, and the close frame at the end
            }
        }

        private void sent(Read message) {
            if (message.event.equals("phx_join")) {
                join = message.ref;
                isJoined = false;
                if (!view.topic().equals(message.topic)) {
                    view = Presences.of(message.topic);
                }
            }
            if (message.event.equals("list")) {
                list = message.ref;
            }
        }

        private void received(Read message) {
            boolean isOfLiveJoin = message.joinRef == null || message.joinRef.equals(join);
            if (message.event.equals("phx_reply")) {
                reply(message);
            } else if (isOfLiveJoin && message.event.equals("phx_close")) {
                isJoined = false;
                apply(new Event.TopicLeft(message.topic));
            } else if (isOfLiveJoin && isJoined) {
                apply(new Event.MessageReceived(message.topic, message.event, SERIALIZER.encode(message.payload)));
            }
        }

        private void reply(Read message) {
            Payload response = SERIALIZER.encode(((Map<?, ?>) message.payload).get("response"));
            if (message.ref.equals(join)) {
                isJoined = true;
                apply(new Event.TopicJoinSucceeded(message.topic, response));
            }
            if (message.ref.equals(list)) {
                lists++;
                Presences expected =
                        Presences.of(message.topic).applyState(response).presences();
                assertThat(view.list()).containsExactlyInAnyOrderElementsOf(expected.list());
            }
        }

        private void apply(Event event) {
            view = view.apply(event).presences();
        }
    }
}
