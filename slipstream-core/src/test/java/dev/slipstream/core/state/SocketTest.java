package dev.slipstream.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.core.AssignKey;
import dev.slipstream.core.Command;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Connection;
import dev.slipstream.core.Event;
import dev.slipstream.core.Failure;
import dev.slipstream.core.From;
import dev.slipstream.core.JoinOptions;
import dev.slipstream.core.JoinParams;
import dev.slipstream.core.JoinStatus;
import dev.slipstream.core.Operation;
import dev.slipstream.core.Payload;
import dev.slipstream.core.PlainEncoder;
import dev.slipstream.core.PushBuffer;
import dev.slipstream.core.Ref;
import dev.slipstream.core.Reply;
import dev.slipstream.core.ReplyHandler;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.TypeRef;
import dev.slipstream.core.machine.client.Callback;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SocketTest {

    private static final Configuration CONFIGURATION = Configuration.of("ws://localhost/socket/websocket");
    private static final AssignKey<Integer> COUNT = AssignKey.of("count", 0);
    private static final AssignKey<String> NAME = AssignKey.of("name");
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final CallbackScope scope = new CallbackScope(this, PlainEncoder.INSTANCE);
    private final LiveSocket fresh = LiveSocket.of(scope, SocketState.initial(), Assigns.EMPTY);
    private final LiveSocket connected = fresh.with(LiveSocket.from(fresh.connect(CONFIGURATION))
            .state()
            .applyEvent(Connection.numbered(1), new Event.ChannelConnected()));

    private LiveSocket joined(String topic) {
        SocketState state = LiveSocket.from(connected.join(topic)).state();
        return connected.with(
                state.applyEvent(Connection.numbered(1), new Event.TopicJoinSucceeded(topic, PlainEncoder.json("{}"))));
    }

    @Test
    void versionOtherThanTheSerializersIsRefused() {
        Configuration uri = Configuration.of("ws://localhost/socket/websocket?token=SECRET&vsn=1.0.0");
        Configuration param = CONFIGURATION.toBuilder().param("vsn", "1.0.0").build();

        for (Configuration other : List.of(uri, param)) {
            assertThatThrownBy(() -> fresh.connect(other))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("uri: a vsn other than 2.0.0, the version of the serializer, is not accepted;"
                            + " leave vsn out, because the client adds it");
        }
        assertThat(fresh.connect(Configuration.of("ws://localhost/?vsn=2.0.0")).operations())
                .hasSize(1);
    }

    @Test
    void eachCallAddsOneOperation() {
        From<String> from = new From<>(1);
        Socket socket = joined("a")
                .push("a", "shout", Map.of("n", 1))
                .request("a", "ping", Map.of(), "tag", SECOND)
                .leave("a")
                .send("now")
                .sendAfter("k", SECOND, "later")
                .sendEvery("k", SECOND, "often")
                .cancel("k")
                .then("next")
                .idleAfter(SECOND, "idle")
                .answer(from, "pong")
                .refuse(from, "no")
                .heartbeat()
                .collectGarbage()
                .disconnect()
                .stop(new StopReason.Normal());

        Payload one = PlainEncoder.json("{\"n\":1}");
        Command.PushMessage ping = new Command.PushMessage(new Ref("3"), "a", "ping", PlainEncoder.json("{}"), SECOND);
        assertThat(socket.operations())
                .containsExactly(
                        new Command.PushMessage(new Ref("2"), "a", "shout", one, null),
                        new Operation.MakeRequest("tag", ping),
                        new Command.LeaveTopic(new Ref("4"), "a"),
                        new Operation.SendToSelf.Now("now"),
                        new Operation.SendToSelf.After("k", SECOND, "later"),
                        new Operation.SendToSelf.Every("k", SECOND, "often"),
                        new Operation.CancelTimer("k"),
                        new Operation.SendToSelf.Next("next"),
                        new Operation.SendToSelf.WhenIdle(SECOND, "idle"),
                        new Operation.AnswerCaller.Answer(from, "pong"),
                        new Operation.AnswerCaller.Refusal(from, "no"),
                        new Command.SendHeartbeat(),
                        new Command.CollectGarbage(),
                        new Command.CloseConnection(),
                        new Operation.StopClient(new StopReason.Normal()));
        assertThat(socket.commands()).hasSize(6).contains(ping);
        assertThat(socket.nextRef()).isEqualTo(new Ref("5"));
    }

    @Test
    void socketReflectsItsOperations() {
        assertThat(fresh.join("a").status("a")).isEqualTo(JoinStatus.WANTED);
        assertThat(connected.join("a").status("a")).isEqualTo(JoinStatus.REQUESTED);
        assertThat(connected.join("a").leave("a").isWanted("a")).isFalse();
        assertThat(joined("a").joined()).containsExactly("a");
        assertThat(connected.isJoined("a")).isFalse();
    }

    @Test
    void operationWithoutEffectIsNoCommand() {
        Socket idle = fresh.disconnect().leave("never").heartbeat().collectGarbage();
        Socket busy = connected.reconnectNow().join("a").rejoin("a").leave("a").leave("a");

        assertThat(idle.commands()).isEmpty();
        assertThat(idle.operations())
                .containsExactly(
                        new Operation.NoEffect(new Command.CloseConnection()),
                        new Operation.NoEffect(new Command.LeaveTopic(new Ref("1"), "never")),
                        new Operation.NoEffect(new Command.SendHeartbeat()),
                        new Operation.NoEffect(new Command.CollectGarbage()));
        assertThat(busy.commands())
                .extracting(command -> command.getClass().getSimpleName())
                .containsExactly("JoinTopic", "LeaveTopic");
        assertThat(busy.operations())
                .filteredOn(Operation.NoEffect.class::isInstance)
                .hasSize(3);
    }

    @Test
    void paramsOfRequestedOrJoinedTopicAreForLaterJoins() {
        JoinParams supplier = attempt -> CompletableFuture.completedFuture(Map.of());
        Payload two = PlainEncoder.json("{\"token\":2}");

        for (Socket socket : List.of(joined("a"), connected.join("a"))) {
            int before = socket.commands().size();
            Socket next = socket.join("a", Map.of("token", 2))
                    .rejoin("a", Map.of("token", 2))
                    .joinWith(
                            "a", JoinOptions.builder().paramsSupplier(supplier).build())
                    .join("a");

            assertThat(next.commands()).hasSize(before);
            assertThat(next.operations())
                    .endsWith(
                            new Operation.LaterJoins.WithParams("a", two),
                            new Operation.LaterJoins.WithParams("a", two),
                            new Operation.LaterJoins.WithSupplier("a", supplier),
                            new Operation.LaterJoins.WithParams("a", PlainEncoder.json("{}")));
            assertThat(next.status("a")).isEqualTo(socket.status("a"));
        }
    }

    @Test
    void topicThatIsBeingLeftCanBeRejoined() {
        Socket socket = joined("a").leave("a").rejoin("a", Map.of());

        assertThat(socket.isWanted("a")).isTrue();
        assertThat(socket.operations()).last().isInstanceOf(Operation.Retry.Rejoin.class);
    }

    @Test
    void clientReconnectsWhileItWantsAConnection() {
        assertThat(fresh.willReconnect()).isFalse();
        assertThat(fresh.connect(CONFIGURATION).willReconnect()).isTrue();
        assertThat(connected.willReconnect()).isFalse();
        assertThat(connected.disconnect().willReconnect()).isFalse();
    }

    @Test
    void bufferIsSetBeforeJoin() {
        JoinOptions options = JoinOptions.builder()
                .params(Map.of("n", 1))
                .buffer(PushBuffer.of(3))
                .build();

        assertThat(connected.joinWith("a", options).operations())
                .hasSize(2)
                .startsWith(new Operation.SetPushBuffer("a", PushBuffer.of(3)))
                .last(InstanceOfAssertFactories.type(Command.JoinTopic.class))
                .returns(PlainEncoder.json("{\"n\":1}"), Command.JoinTopic::params);
        assertThat(connected.joinWith("a", JoinOptions.builder().build()).operations())
                .hasSize(1);
    }

    @Test
    void joinThatThrowsHasWrittenNothing() {
        JoinOptions notEncodable = JoinOptions.builder()
                .params(Duration.ofSeconds(1))
                .buffer(PushBuffer.of(3))
                .build();
        int before = scope.operations();

        assertThatThrownBy(() -> connected.joinWith("a", notEncodable)).isInstanceOf(IllegalArgumentException.class);
        assertThat(scope.operations()).isEqualTo(before);
    }

    @Test
    void requestRefusesTimeoutsAndTypesAsTags() {
        Socket socket = joined("a");

        assertThatThrownBy(() -> socket.request("a", "ping", Map.of(), SECOND))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cannot use the duration PT1S as tag of the request ping; to set a timeout,"
                        + " call request(topic, event, payload, tag, timeout)");
        assertThatThrownBy(() -> socket.request("a", "ping", Map.of(), SECOND, SECOND))
                .hasMessageContaining("cannot use the duration");
        assertThatThrownBy(() -> socket.request("a", "ping", Map.of(), String.class))
                .hasMessage("cannot use a type as tag of the request ping; to decode the response,"
                        + " call response.as(type) when the reply arrives");
        assertThatThrownBy(() -> socket.request("a", "ping", Map.of(), new TypeRef<String>() {}))
                .hasMessageContaining("cannot use a type as tag");
    }

    @Test
    void handlerIsTheTagOfItsRequest() {
        ReplyHandler handler = (reply, socket) -> socket;

        assertThat(joined("a").request("a", "ping", Map.of(), handler).operations())
                .singleElement(InstanceOfAssertFactories.type(Operation.MakeRequest.class))
                .returns(handler, Operation.MakeRequest::tag)
                .returns(
                        Configuration.DEFAULT_REQUEST_TIMEOUT,
                        request -> request.push().timeout());
        assertThat(joined("a").request("a", "ping", Map.of(), handler, SECOND).commands())
                .singleElement(InstanceOfAssertFactories.type(Command.PushMessage.class))
                .returns(SECOND, Command.PushMessage::timeout);
        assertThat(new Callback.Outcome(handler, new Reply.Lost(new Failure.Cancelled(), false)).callback())
                .isEqualTo("replyHandler");
    }

    @Test
    void eachWriteIsChecked() {
        CallbackScope guarded = new CallbackScope(this, PlainEncoder.INSTANCE, of -> {
            throw new IllegalStateException("not now");
        });
        LiveSocket socket = LiveSocket.of(guarded, joined("a").state(), Assigns.EMPTY);

        assertThatThrownBy(() -> socket.push("a", "e", Map.of())).hasMessage("not now");
        assertThatThrownBy(() -> socket.request("a", "e", Map.of(), 1)).hasMessage("not now");
        assertThatThrownBy(() -> socket.assign(NAME, "x")).hasMessage("not now");
        assertThatThrownBy(() -> socket.unassign(NAME)).hasMessage("not now");
        assertThat(socket.isJoined("a")).isTrue();
        assertThat(guarded.next().operations()).isZero();
    }

    @Test
    void socketIsImmutable() {
        Socket before = joined("a").assign(NAME, "x").push("a", "first", Map.of());

        Socket after = before.assign(NAME, "y").leave("a").join("b").push("b", "second", Map.of());

        assertThat(before.commands()).hasSize(1);
        assertThat(before.joined()).containsExactly("a");
        assertThat(before.status("b")).isEqualTo(JoinStatus.NONE);
        assertThat(before.assigned(NAME)).isEqualTo("x");
        assertThat(before.nextRef()).isEqualTo(new Ref("3"));
        assertThat(after.commands()).hasSize(4).startsWith(before.commands().get(0));
    }

    @Test
    void connectWithOpenConnectionThrowsAndNamesIt() {
        assertThatThrownBy(() -> connected.connect(CONFIGURATION)).hasMessageContaining("connection 1 is open");
        assertThatThrownBy(() -> connected.reconnect()).hasMessageContaining("connection 1 is open");
    }

    @Test
    void reconnectWithoutConfigurationThrows() {
        assertThatThrownBy(() -> fresh.reconnect()).hasMessageContaining("never connected");
        assertThatThrownBy(() -> fresh.reconnectNow()).hasMessageContaining("never connected");
    }

    @Test
    void unjoinedTopicIsNamed() {
        assertThatThrownBy(() -> connected.push("rooms:x", "e", Map.of()))
                .hasMessage(
                        "cannot push to rooms:x: it was never joined, or closed so long ago that it is forgotten; call"
                                + " join first");
        assertThatThrownBy(() -> connected.request("rooms:x", "e", Map.of(), 1)).hasMessageContaining("never joined");
        assertThatThrownBy(() -> connected.rejoin("rooms:x")).hasMessageContaining("never joined");
        assertThatThrownBy(() -> connected.rejoin("rooms:x", Map.of())).hasMessageContaining("never joined");
    }

    @Test
    void nullIsRefusedInWords() {
        assertThatThrownBy(() -> fresh.assign(NAME, null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage(
                        "cannot assign null to name; call unassign to remove its value, or use a key of an Optional");
        assertThatThrownBy(() -> fresh.update(COUNT, count -> null))
                .isInstanceOf(NullPointerException.class)
                .hasMessageStartingWith("cannot assign null to count; call unassign");
        assertThatThrownBy(() -> fresh.fold(List.of(1), (item, socket) -> null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage(
                        "the step of fold returned null; return the socket of its last operation, or the one that it"
                                + " received");
        assertThatThrownBy(() -> fresh.when(true, socket -> null))
                .isInstanceOf(NullPointerException.class)
                .hasMessageStartingWith("the step of when returned null");
    }

    @Test
    void unassignedKeyCannotBeReadOrUpdated() {
        assertThatThrownBy(() -> fresh.assigned(NAME)).hasMessageContaining("nothing is assigned to name");
        assertThatThrownBy(() -> fresh.update(NAME, name -> name + "!"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("nothing is assigned to name");
    }

    @Test
    void misuseNamesValueAndState() {
        assertThatThrownBy(() -> connected.join("")).hasMessageContaining("empty");
        assertThatThrownBy(() -> connected.join("phoenix")).hasMessageContaining("phoenix");
        assertThatThrownBy(() -> joined("a").push("a", "phx_leave", Map.of())).hasMessageContaining("phx_leave");
        assertThatThrownBy(() -> joined("a").push("a", "e", new Object())).hasMessageContaining("java.lang.Object");
        assertThatThrownBy(() -> fresh.sendAfter("k", SECOND.negated(), 1)).hasMessageContaining("PT-1S");
        assertThatThrownBy(() -> fresh.sendEvery("k", Duration.ZERO, 1)).hasMessageContaining("PT0S");
        assertThatThrownBy(() -> fresh.idleAfter(Duration.ZERO, 1)).hasMessageContaining("PT0S");
    }

    @Test
    void requestUsesConfiguredTimeoutByDefault() {
        Configuration patient =
                CONFIGURATION.toBuilder().requestTimeout(SECOND.multipliedBy(7)).build();
        Socket socket =
                fresh.connect(patient).join("a").request("a", "e", Map.of(), 1).request("a", "e", Map.of(), 2, SECOND);

        assertThat(socket.commands())
                .filteredOn(Command.PushMessage.class::isInstance)
                .extracting(push -> ((Command.PushMessage) push).timeout())
                .containsExactly(SECOND.multipliedBy(7), SECOND);
    }

    @Test
    void payloadIsEncodedAtPush() {
        Map<String, Object> changing = new TreeMap<>(Map.of("n", 1));
        Socket socket = joined("a").push("a", "e", changing);
        changing.put("n", 2);

        assertThat(((Command.PushMessage) socket.commands().get(0)).payload())
                .isEqualTo(PlainEncoder.json("{\"n\":1}"));
    }

    @Test
    void payloadMayBeNullOrLeftOut() {
        Socket socket = joined("a")
                .push("a", "none")
                .push("a", "null", null)
                .request("a", "null", null, "tag")
                .request("a", "null", null, "tag", SECOND);

        assertThat(socket.commands())
                .extracting(push -> ((Command.PushMessage) push).payload().text())
                .containsExactly("{}", "null", "null", "null");
    }

    @Test
    @SuppressWarnings("NullAway") // passes null, like a caller without null checks
    void joinParamsAreNotNull() {
        for (ThrowingCallable join : List.<ThrowingCallable>of(
                () -> connected.join("a", (Object) null), () -> joined("a").rejoin("a", null))) {
            assertThatThrownBy(join)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "cannot join a with null as params: join/3 gets an object; call join(topic) to send {}");
        }
        assertThatThrownBy(() -> JoinOptions.builder().params(null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cannot join with null as params: join/3 gets an object; leave params out to send {}");
    }

    /** Phoenix cannot read a frame with half a surrogate pair, and closes the connection. */
    @Test
    void namesHaveNoLoneSurrogates() {
        for (String name : List.of("x\uD83D", "\uDC22", "🐢\uDC22", "\uD83Dx")) {
            assertThatThrownBy(() -> joined("a").push("a", name, Map.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("event \"")
                    .hasMessageContaining("\\ud")
                    .hasMessageContaining("has a lone surrogate (half of a character) at index ");
            assertThatThrownBy(() -> joined("a").request("a", name, Map.of(), "tag"))
                    .hasMessageContaining("lone surrogate");
            assertThatThrownBy(() -> connected.join(name)).hasMessageContaining("lone surrogate");
            JoinOptions supplied =
                    JoinOptions.builder().paramsSupplier(attempt -> null).build();
            assertThatThrownBy(() -> connected.joinWith(name, supplied)).hasMessageContaining("lone surrogate");
        }
        assertThat(connected.join("🐢").push("🐢", "🐢", Map.of()).commands()).hasSize(2);
    }

    @Test
    void assignsBelongToReturnedSocket() {
        Socket socket = fresh.update(COUNT, n -> n + 2).assign(NAME, "x");

        assertThat(socket.assigned(COUNT)).isEqualTo(2);
        assertThat(fresh.assigned(COUNT)).isZero();
        assertThat(socket.unassign(NAME).find(NAME)).isEmpty();
        assertThat(socket.unassign(COUNT).assigned(COUNT)).isZero();
        assertThat(socket).asString().contains("{count=2, name=x}");
        assertThat(scope.assigns()).isEqualTo(4);
    }

    @Test
    void methodsFoldAndWhenKeepEarlierOperations() {
        Socket socket = joined("a")
                .fold(List.of(1, 2, 3), (n, token) -> token.push("a", "n", n))
                .when(false, token -> token.leave("a"))
                .when(true, Socket::disconnect);

        assertThat(socket.commands()).hasSize(4);
        assertThat(scope.operations()).isEqualTo(6);
    }

    @Test
    void longLoopAddsOneOperationForEachPush() {
        Socket socket = joined("a").fold(IntStream.range(0, 100_000).boxed().toList(), (n, s) -> s.push("a", "n", n));

        assertThat(LiveSocket.from(socket).operationList().size()).isEqualTo(100_000);
        assertThat(socket.commands()).hasSize(100_000);
    }

    @Test
    void operationListKnowsItsAncestors() {
        LiveSocket first = LiveSocket.from(joined("a").push("a", "1", Map.of()));
        LiveSocket second = LiveSocket.from(first.push("a", "2", Map.of()));
        LiveSocket sibling = LiveSocket.from(first.push("a", "3", Map.of()));

        assertThat(first.operationList().isAncestorOf(second.operationList())).isTrue();
        assertThat(second.operationList().isAncestorOf(first.operationList())).isFalse();
        assertThat(second.operationList().isAncestorOf(sibling.operationList())).isFalse();
        assertThat(second.operationList().since(first.operationList())).hasSize(1);
        assertThatThrownBy(() -> second.operationList().since(sibling.operationList()))
                .hasMessageContaining("2 operations");
    }

    @Test
    void socketDoesNotPrintPayloads() {
        Socket socket = joined("a").push("a", "e", Map.of("k", "canary"));

        assertThat(socket).asString().contains("operations=1").doesNotContain("canary");
        List<String> commands = new ArrayList<>();
        socket.commands().forEach(command -> commands.add(command.toString()));
        assertThat(commands).singleElement().asString().contains("PushMessage");
    }
}
