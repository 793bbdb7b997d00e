package dev.slipstream.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.core.AssignKey;
import dev.slipstream.core.Backoff;
import dev.slipstream.core.Command;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Connection;
import dev.slipstream.core.Credentials;
import dev.slipstream.core.Event;
import dev.slipstream.core.EventMatcher;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Header;
import dev.slipstream.core.JoinOptions;
import dev.slipstream.core.JoinParams;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Operation;
import dev.slipstream.core.Payload;
import dev.slipstream.core.PlainEncoder;
import dev.slipstream.core.PushBuffer;
import dev.slipstream.core.ReconnectPolicy;
import dev.slipstream.core.Ref;
import dev.slipstream.core.Socket;
import dev.slipstream.core.Telemetry;
import dev.slipstream.core.transport.Frame;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small value types at the limits of their accepted values. */
class ValuesTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Payload EMPTY = PlainEncoder.json("{}");
    private static final Configuration CONFIGURATION =
            Configuration.builder(URI.create("ws://localhost/")).build();

    private final CallbackScope scope = new CallbackScope(this, PlainEncoder.INSTANCE);
    private final LiveSocket fresh = LiveSocket.of(scope, SocketState.initial(), Assigns.EMPTY);

    @ParameterizedTest
    @ValueSource(strings = {"0", "9", "a", "z", "A", "Z", "!", "~"})
    void headersAcceptFirstAndLastCharacters(String name) {
        assertThat(new Header(name, " ~\t").name()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({"x y, x y", "'x\u001f', x?", "'x\u007f', x?", "'x\u001b\u00e9~ ', 'x??~ '"})
    void invalidHeaderNameIsPrintedEscaped(String name, String printed) {
        assertThatThrownBy(() -> new Header(name, "v"))
                .hasMessageContaining("header name \"" + printed + "\" is not accepted");
    }

    @Test
    void longInvalidHeaderNameIsCut() {
        assertThatThrownBy(() -> new Header("x".repeat(64) + "yy ", "v"))
                .hasMessageContaining("\"" + "x".repeat(64) + "\"");
    }

    @Test
    void rangesIncludeTheirBounds() {
        Backoff.Window window = new Backoff.Window(SECOND, SECOND.multipliedBy(2));
        assertThat(window.contains(SECOND)).isTrue();
        assertThat(window.contains(SECOND.multipliedBy(2))).isTrue();
        assertThat(window.contains(SECOND.minusNanos(1))).isFalse();
        assertThat(window.contains(SECOND.multipliedBy(2).plusNanos(1))).isFalse();
        assertThat(PushBuffer.of(0)).isEqualTo(new PushBuffer(0, 1 << 20, Duration.ofSeconds(30)));
        assertThat(new PushBuffer(1, 0, SECOND).bytes()).isZero();
        assertThatThrownBy(() -> new PushBuffer(-1, 0, SECOND)).hasMessageContaining("-1 messages");
        assertThatThrownBy(() -> new PushBuffer(0, -1, SECOND)).hasMessageContaining("-1 bytes");
        assertThatCode(() -> ReconnectPolicy.atMost(0)).doesNotThrowAnyException();
        assertThatCode(() -> Configuration.of("ws://localhost:65535/")).doesNotThrowAnyException();
    }

    @Test
    void builderKeepsCredentialsSupplier() {
        Credentials given = Credentials.none().withParam("a", "b");
        Configuration asking = CONFIGURATION.toBuilder()
                .credentialsSupplier(attempt -> CompletableFuture.completedFuture(given))
                .build();
        Credentials.Attempt first = new Credentials.Attempt(1, Optional.empty());

        assertThat(asking.credentialsSupplier().credentials(first)).isCompletedWithValue(given);
        assertThat(CONFIGURATION.credentialsSupplier().credentials(first)).isCompletedWithValue(Credentials.none());
    }

    @Test
    void credentialsReplaceEarlierOnesAndLaterParamsAreAdded() {
        Credentials given = Credentials.none().withParam("a", "b");
        Configuration replaced = CONFIGURATION.toBuilder()
                .authToken("token")
                .credentials(given)
                .param("c", "d")
                .build();

        assertThat(replaced.credentials()).isEqualTo(given.withParam("c", "d"));
    }

    @Test
    void keysAndBytesHaveMatchingHashCodes() {
        assertThat(AssignKey.of("name").name()).isEqualTo("name");
        assertThat(AssignKey.of("name")).hasSameHashCodeAs("name").isNotEqualTo(AssignKey.of("name"));
        assertThat(Connection.numbered(7).hashCode()).isEqualTo(7);
        assertThat(Payload.binary(new byte[] {1, 2})).hasSameHashCodeAs(Payload.binary(new byte[] {1, 2}));
        assertThat(Payload.binary(new byte[] {1}).hashCode())
                .isNotEqualTo(Payload.binary(new byte[] {2}).hashCode());
        assertThat(new Frame.Text("żz").weight()).isEqualTo(2);
        assertThat(new Frame.Binary(new byte[3]).weight()).isEqualTo(3);
    }

    @Test
    void matchersIgnoreOtherTopicsAndNames() {
        Event.MessageReceived hello = new Event.MessageReceived("a", "hello", EMPTY);
        assertThat(EventMatcher.messageOn("a", "hello").match(hello)).contains(hello);
        assertThat(EventMatcher.messageOn("a", "bye").match(hello)).isEmpty();
        assertThat(EventMatcher.messageOn("b", "hello").match(hello)).isEmpty();
        assertThat(EventMatcher.joinAnswer("b").match(new Event.TopicJoinSucceeded("a", EMPTY)))
                .isEmpty();
        assertThat(EventMatcher.left("b").match(new Event.TopicLeft("a"))).isEmpty();
    }

    @Test
    void socketReportsItsState() {
        assertThat(fresh.isConnected()).isFalse();
        assertThat(fresh.configuration()).isEmpty();
        assertThat(fresh.connection()).isEmpty();
        assertThat(fresh.scope()).isSameAs(scope);
        assertThat(scope.client()).isSameAs(this);
        assertThat(fresh.state().wantsConnection()).isFalse();

        LiveSocket connecting = LiveSocket.from(fresh.connect(CONFIGURATION));
        Socket connected =
                connecting.with(connecting.state().applyEvent(Connection.numbered(1), new Event.ChannelConnected()));
        assertThat(connecting.state().wantsConnection()).isTrue();
        assertThat(connected.isConnected()).isTrue();
        assertThat(connected.configuration()).contains(CONFIGURATION);
        assertThat(connected.connection()).contains(Connection.numbered(1));
        assertThat(connected.join("a").isWanted("a")).isTrue();
        assertThat(connected.isWanted("a")).isFalse();
        assertThat(connected.when(true, socket -> socket.join("a")).isWanted("a"))
                .isTrue();
        assertThat(connected.when(false, socket -> socket.join("a"))).isSameAs(connected);
    }

    @Test
    void settledResetsTheCountOfWrites() {
        AssignKey<Integer> key = AssignKey.of("n");
        Assigns written = Assigns.EMPTY.with(key, 1).with(key, 2).without(key);
        assertThat(written.writes()).isEqualTo(3);
        assertThat(written.settled().writes()).isZero();
        assertThat(written.with(key, 5).settled().find(key)).contains(5);
        assertThat(Assigns.EMPTY.settled()).isSameAs(Assigns.EMPTY);
        assertThat(LiveSocket.from(fresh.assign(key, 4)).assigns().find(key)).isEqualTo(Optional.of(4));
    }

    @Test
    void joinHasGivenTimeoutAndSupplier() {
        JoinParams params = attempt -> CompletableFuture.completedFuture(Map.of());
        JoinOptions.Builder options = JoinOptions.builder().paramsSupplier(params);
        Socket unconfigured = fresh.joinWith("a", options.build());
        assertThat(unconfigured.operations()).contains(new Operation.SetJoinParams("a", params));
        assertThat(fresh.joinWith("a", options.buffer(PushBuffer.of(1)).build()).operations())
                .contains(new Operation.SetPushBuffer("a", PushBuffer.of(1)), new Operation.SetJoinParams("a", params));
        assertThat(unconfigured.commands())
                .contains(new Command.JoinTopic(new Ref("1"), "a", EMPTY, Configuration.DEFAULT_JOIN_TIMEOUT));
        Socket patient =
                fresh.connect(CONFIGURATION.toBuilder().joinTimeout(SECOND).build());
        assertThat(patient.join("a").commands()).contains(new Command.JoinTopic(new Ref("1"), "a", EMPTY, SECOND));
    }

    @Test
    void joinOptionsKeepParamsOrSupplierAndPrintNeither() {
        JoinParams supplier = attempt -> CompletableFuture.completedFuture(Map.of());
        JoinOptions.Builder builder = JoinOptions.builder().params(Map.of("token", "canary"));
        assertThat(builder.build()).hasToString("JoinOptions[params]");
        assertThat(builder.buffer(PushBuffer.NONE).build()).hasToString("JoinOptions[params, " + PushBuffer.NONE + "]");
        JoinOptions supplied = builder.paramsSupplier(supplier).build();
        assertThat(supplied).asString().startsWith("JoinOptions[params of a supplier");
        assertThat(supplied.params()).isEqualTo(Map.of());
        assertThat(supplied.paramsSupplier()).contains(supplier);
        assertThat(builder.params(Map.of("n", 1)).build().paramsSupplier()).isEmpty();
    }

    @Test
    void endedConnectionCanReconnect() {
        SocketState ended = LiveSocket.from(fresh.connect(CONFIGURATION))
                .state()
                .applyEvent(Connection.numbered(1), new Event.ChannelConnectFailed(new Failure.Disconnected()));
        assertThat(fresh.with(ended).reconnect().operations()).contains(new Operation.Retry.Reconnect());
        assertThat(fresh.with(ended).reconnectNow().operations()).contains(new Operation.Retry.ReconnectNow());
    }

    @Test
    void observationsHaveNamesLikeThoseOfSlipstreamForElixir() {
        Telemetry telemetry = observation -> {};
        assertThat(telemetry.ofClient("trace")).isSameAs(telemetry);
        assertThat(new Observation.PayloadMismatched("x", "", "", "").name())
                .isEqualTo("slipstream.client.payload.mismatch");
        assertThat(new Observation.Span.CallbackStarted("handleAToZ", "", "").name())
                .isEqualTo("slipstream.client.handle_a_to_z.start");
    }

    @Test
    void observedRefusalHasOnlyItsStatus() {
        Failure refused = new Failure.HandshakeRefused(403, Map.of("a", List.of("b")), "body");
        Failure other = new Failure.TlsFailed("x");
        assertThat(new Observation.Span.ConnectFailed(Connection.numbered(1), 1, refused, SECOND).failure())
                .isEqualTo(Failure.HandshakeRefused.of(403));
        assertThat(new Observation.Span.ConnectFailed(Connection.numbered(1), 1, other, SECOND).failure())
                .isSameAs(other);
    }

    /** A key that counts its comparisons. */
    private record Counted(int number, int[] compared) implements Comparable<Counted> {

        @Override
        public int compareTo(Counted other) {
            compared[0]++;
            return Integer.compare(number, other.number);
        }
    }

    @Test
    void persistentMapIsSortedAndImmutable() {
        Random random = new Random(1);
        TreeMap<Integer, Integer> model = new TreeMap<>();
        PersistentMap<Integer, Integer> map = PersistentMap.empty();
        for (int i = 0; i < 20_000; i++) {
            int key = random.nextInt(500);
            PersistentMap<Integer, Integer> before = map;
            Integer old = map.get(key);
            if (random.nextInt(3) == 0) {
                map = map.without(key);
                model.remove(key);
            } else {
                map = map.with(key, i);
                model.put(key, i);
            }
            assertThat(before.get(key)).isEqualTo(old);
            assertThat(map.get(key)).isEqualTo(model.get(key));
            assertThat(map.size()).isEqualTo(model.size());
        }
        TreeMap<Integer, Integer> visited = new TreeMap<>();
        List<Integer> order = new ArrayList<>();
        map.forEach((key, value) -> {
            visited.put(key, value);
            order.add(key);
        });
        assertThat(visited).isEqualTo(model);
        assertThat(order).isSorted();
        assertThat(map.first()).isEqualTo(model.firstKey());
    }

    @Test
    void persistentMapStaysBalanced() {
        List<Integer> rising = IntStream.range(0, 1000).boxed().toList();
        List<Integer> mixed = new ArrayList<>(rising);
        Collections.shuffle(mixed, new java.util.Random(3));
        for (List<Integer> order : List.of(rising, rising.reversed(), mixed, zigzag())) {
            int[] compared = new int[1];
            PersistentMap<Counted, Integer> map = PersistentMap.empty();
            for (int key : order) {
                map = map.with(new Counted(key, compared), key);
            }
            // An AVL tree of n nodes has at most 1.44 log2(n + 2) levels.
            assertThat(deepest(map, order, compared)).isLessThanOrEqualTo(14);
            for (int key : order.subList(0, 900)) {
                map = map.without(new Counted(key, compared));
            }
            assertThat(map.size()).isEqualTo(100);
            assertThat(deepest(map, order.subList(900, 1000), compared)).isLessThanOrEqualTo(9);
        }
    }

    private static int deepest(PersistentMap<Counted, Integer> map, List<Integer> keys, int[] compared) {
        int deepest = 0;
        for (int key : keys) {
            compared[0] = 0;
            assertThat(map.get(new Counted(key, compared))).isEqualTo(key);
            deepest = Math.max(deepest, compared[0]);
        }
        return deepest;
    }

    /** Returns the numbers 0 to 999, alternately from both ends. */
    private static List<Integer> zigzag() {
        return IntStream.range(0, 1000)
                .mapToObj(i -> i % 2 == 0 ? i / 2 : 999 - i / 2)
                .toList();
    }

    @Test
    void factoriesAreEquivalent() {
        URI uri = URI.create("ws://localhost/socket");

        assertThat(AssignKey.of("n", 1).name()).isEqualTo("n");
        String expected = Configuration.of("ws://localhost/socket").toString();
        assertThat(Configuration.builder(uri).build()).hasToString(expected);
        assertThat(Configuration.of(uri)).hasToString(expected);
        assertThat(scope.next()).isNotSameAs(scope);
        assertThat(scope.next().client()).isSameAs(this);
    }
}
