package dev.slipstream.testkit.phoenix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Payload;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The presences of {@link FakePhoenix}: behavior that the recorded frames of real servers do not show. */
class FakePhoenixPresenceTest {

    /** Each event names an operation and a key, such as {@code track:ann}. */
    private static class Tracking implements PhoenixChannel {

        @Override
        public JoinResult join(String topic, Payload params, ChannelContext context) {
            return JoinResult.ok();
        }

        @Override
        public void handleIn(String event, Payload payload, ChannelContext context) {
            String key = event.substring(event.indexOf(':') + 1);
            switch (event.substring(0, event.indexOf(':'))) {
                case "track" -> context.reply(Map.of("ref", context.track(key, Map.of("n", 1))));
                case "update" -> context.reply(Map.of("ref", context.update(key, Map.of("n", 2))));
                case "untrack" -> {
                    context.untrack(key);
                    context.reply(Map.of());
                }
                case "enter" -> {
                    context.track(key, Map.of());
                    context.push("presence_state", context.presences());
                }
                case "list" -> context.reply(context.presences());
                case "stop" -> context.stop();
                case "kill" -> context.kill();
                case "cut" -> context.killConnection();
                default -> throw new IllegalArgumentException(event);
            }
        }
    }

    private final FakePhoenixClient client = together(new FakePhoenixClient(endpoint()));

    private static Endpoint endpoint() {
        return Endpoint.of(UserSocket.at("/socket").channel("a", Tracking::new));
    }

    /** Connects two clients and joins both to the topic. */
    private static FakePhoenixClient together(FakePhoenixClient server) {
        server.connected(1).connected(2).send(1, "1 1 a phx_join").send(2, "9 9 a phx_join");
        server.did();
        return server;
    }

    /** Returns the effects with short refs: {@code F1} for {@code F000000000000001}. */
    private static List<String> did(FakePhoenixClient server) {
        return server.did().stream()
                .map(line -> line.replaceAll("F0+(\\d+)", "F$1"))
                .toList();
    }

    private static String diff(int connection, String joins, String leaves) {
        return "%d < - - a presence_diff {\"joins\":{%s},\"leaves\":{%s}}".formatted(connection, joins, leaves);
    }

    private static String presence(String key, String... metas) {
        return "\"%s\":{\"metas\":[%s]}".formatted(key, String.join(",", metas));
    }

    private static String meta(int ref, int n) {
        return "{\"phx_ref\":\"F%d\",\"n\":%d}".formatted(ref, n);
    }

    @Test
    void allClientsOfTopicReceiveOneDiffPerChange() {
        String tracked = presence("ann", meta(1, 1));
        assertThat(did(client.send(1, "1 2 a track:ann")))
                .containsExactly("1 < 1 2 a phx_reply ok {\"ref\":\"F1\"}", diff(1, tracked, ""), diff(2, tracked, ""));

        String updated = presence("ann", "{\"phx_ref\":\"F2\",\"phx_ref_prev\":\"F1\",\"n\":2}");
        assertThat(did(client.send(1, "1 3 a update:ann")))
                .containsExactly(
                        "1 < 1 3 a phx_reply ok {\"ref\":\"F2\"}",
                        diff(1, updated, tracked),
                        diff(2, updated, tracked));

        assertThat(did(client.send(1, "1 4 a untrack:ann")))
                .containsExactly("1 < 1 4 a phx_reply ok {}", diff(1, "", updated), diff(2, "", updated));
        assertThat(did(client.send(1, "1 5 a untrack:ann"))).containsExactly("1 < 1 5 a phx_reply ok {}");
    }

    @Test
    void ownDiffPrecedesState() {
        String ann = presence("ann", "{\"phx_ref\":\"F1\"}");

        assertThat(did(client.send(1, "1 2 a enter:ann")))
                .containsExactly(diff(1, ann, ""), diff(2, ann, ""), "1 < 1 - a presence_state {" + ann + "}");
    }

    @Test
    void seedDecidesOrderOfDiffAndState() {
        Set<List<String>> orders = new LinkedHashSet<>();
        for (long seed = 0; seed < 100; seed++) {
            FakePhoenixClient raced = together(new FakePhoenixClient(endpoint().withSeed(seed)));
            orders.add(did(raced.send(1, "1 2 a enter:ann")).stream()
                    .filter(line -> line.startsWith("1 "))
                    .toList());
        }

        String ann = presence("ann", "{\"phx_ref\":\"F1\"}");
        String state = "1 < 1 - a presence_state {" + ann + "}";
        assertThat(orders)
                .containsExactlyInAnyOrder(List.of(diff(1, ann, ""), state), List.of(state, diff(1, ann, "")));
    }

    @Test
    void keyHasOneMetaPerChannel() {
        client.send(1, "1 2 a track:ann")
                .send(2, "9 10 a track:ann", "9 11 a track:bob")
                .did();

        assertThat(did(client.send(1, "1 3 a list:")))
                .containsExactly("1 < 1 3 a phx_reply ok {" + presence("ann", meta(1, 1), meta(2, 1)) + ","
                        + presence("bob", meta(3, 1)) + "}");
        assertThat(client.server().presences("b").isEmptyObject()).isTrue();
    }

    @Test
    void secondTrackAndUpdateOfUnknownKeyCrashChannel() {
        client.send(1, "1 2 a track:ann").did();

        assertThat(did(client.send(1, "1 3 a track:ann")))
                .contains("1 ! a cannot track \"ann\" on a: this channel tracks it already; call update")
                .contains(diff(2, "", presence("ann", meta(1, 1))));
        assertThat(did(client.send(2, "9 10 a update:ann")))
                .contains("2 ! a cannot update \"ann\" on a: this channel does not track it; call track first")
                .noneMatch(line -> line.contains("presence_diff"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"phx_leave", "stop:", "kill:", "crash:", "cut:"})
    void endOfChannelUntracksAllItsPresencesInOneDiff(String end) {
        client.send(1, "1 2 a track:ann", "1 3 a track:anna").did();

        assertThat(did(client.send(1, "1 4 a " + end)))
                .endsWith(diff(2, "", presence("ann", meta(1, 1)) + "," + presence("anna", meta(2, 1))))
                .noneMatch(line -> line.startsWith("1 < - - a presence_diff"));
        assertThat(client.server().presences("a").isEmptyObject()).isTrue();
    }

    @Test
    void lostConnectionUntracks() {
        client.send(1, "1 2 a track:ann").did();

        client.accept(new PhoenixInput.Gone(1)).accept(new PhoenixInput.TimePassed());

        assertThat(did(client)).containsExactly(diff(2, "", presence("ann", meta(1, 1))));
    }

    @Test
    void secondJoinOfTopicUntracksBeforeItsReply() {
        client.send(1, "1 2 a track:ann").did();

        assertThat(did(client.send(1, "3 3 a phx_join")))
                .containsExactly(
                        "1 < 3 3 a phx_reply ok {}",
                        "2 < - - a presence_diff {\"joins\":{},\"leaves\":{" + presence("ann", meta(1, 1)) + "}}",
                        "1 < 1 1 a phx_close {}");
    }

    @Test
    void refusedJoinTracksNothing() {
        FakePhoenixClient server = FakePhoenixClient.of("b", (topic, params, context) -> {
            context.track("ann", Map.of());
            return JoinResult.error(context.presences());
        });

        assertThat(did(server.send(1, "1 1 b phx_join")))
                .containsExactly("1 < 1 1 b phx_reply error {" + presence("ann", "{\"phx_ref\":\"F1\"}") + "}");
        assertThat(server.server().presences("b").isEmptyObject()).isTrue();
    }

    @Test
    void stateInJoinReplyContainsTheJoiningClient() {
        FakePhoenixClient server = FakePhoenixClient.of("b", (topic, params, context) -> {
            context.track("ann", Map.of());
            return JoinResult.ok(context.presences());
        });

        String ann = presence("ann", "{\"phx_ref\":\"F1\"}");
        assertThat(did(server.send(1, "1 1 b phx_join")))
                .containsExactly(
                        "1 < 1 1 b phx_reply ok {" + ann + "}",
                        "1 < - - b presence_diff {\"joins\":{" + ann + "},\"leaves\":{}}");
    }

    @Test
    void terminateMayChangePresences() {
        FakePhoenixClient server = together(new FakePhoenixClient(Endpoint.of(UserSocket.at("/socket")
                .channel("a", () -> new Tracking() {
                    @Override
                    public void terminate(ChannelContext context) {
                        context.untrack("ann");
                    }
                }))));
        server.send(1, "1 2 a track:ann", "1 3 a track:anna").did();

        assertThat(did(server.send(1, "1 4 a stop:")))
                .endsWith(diff(2, "", presence("ann", meta(1, 1))), diff(2, "", presence("anna", meta(2, 1))));
    }

    @Test
    void fetchAddsExtrasToStatesAndToBothSidesOfDiffs() {
        FakePhoenixClient server = together(new FakePhoenixClient(endpoint().withPresenceFetch((topic, presences) -> {
            presences.forEach((key, presence) -> presence.put("name", key + "@" + topic));
            return presences;
        })));
        String ann = "\"ann\":{\"metas\":[" + meta(1, 1) + "],\"name\":\"ann@a\"}";

        assertThat(did(server.send(1, "1 2 a track:ann"))).contains(diff(2, ann, ""));
        assertThat(did(server.send(1, "1 3 a list:"))).containsExactly("1 < 1 3 a phx_reply ok {" + ann + "}");
        assertThat(did(server.send(1, "1 4 a untrack:ann"))).contains(diff(2, "", ann));
    }

    @Test
    void fetchThatThrowsLosesDiffAndCrashesListingChannel() {
        FakePhoenixClient server = together(new FakePhoenixClient(endpoint().withPresenceFetch((topic, presences) -> {
            if (presences.containsKey("bad")) {
                throw new IllegalStateException("no such user");
            }
            return presences;
        })));

        assertThat(did(server.send(1, "1 2 a track:bad", "1 3 a track:good")))
                .containsExactly(
                        "1 ! a no such user",
                        "1 < 1 2 a phx_reply ok {\"ref\":\"F1\"}",
                        "1 < 1 3 a phx_reply ok {\"ref\":\"F2\"}",
                        diff(1, presence("good", meta(2, 1)), ""),
                        diff(2, presence("good", meta(2, 1)), ""));
        assertThat(did(server.send(2, "9 10 a list:")))
                .contains("2 ! a no such user")
                .anyMatch(line -> line.contains("phx_error"));
    }

    @Test
    void interceptedDiffIsPushedWithJoinRef() {
        FakePhoenixClient server =
                new FakePhoenixClient(Endpoint.of(UserSocket.at("/socket").channel("a", () -> new Tracking() {
                    @Override
                    public Set<String> intercepts() {
                        return Set.of("presence_diff");
                    }
                })));

        assertThat(did(server.connected(1).send(1, "1 1 a phx_join", "1 2 a track:ann")))
                .contains("1 < 1 - a presence_diff {\"joins\":{" + presence("ann", meta(1, 1)) + "},\"leaves\":{}}");
    }

    @Test
    void laterChangesOfMetaObjectHaveNoEffect() {
        Map<String, Object> meta = new LinkedHashMap<>(Map.of("n", 1));
        FakePhoenixClient server = FakePhoenixClient.of("b", (topic, params, context) -> {
            context.track("ann", meta);
            meta.put("n", 2);
            return JoinResult.ok();
        });
        server.send(1, "1 1 b phx_join").did();

        assertThat(server.server().presences("b").text()).contains("\"n\":1");
    }
}
