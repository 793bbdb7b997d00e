package dev.slipstream.system.channels;

import static dev.slipstream.system.channels.ChannelScenario.LOBBY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.AwaitTimeoutException;
import dev.slipstream.channels.Channel;
import dev.slipstream.channels.ChannelSocket;
import dev.slipstream.channels.Registration;
import dev.slipstream.core.Observation;
import dev.slipstream.core.TypeRef;
import dev.slipstream.testkit.SocketTest;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The handlers of a channel: which of them are called, in which order, and what they may do. */
class ChannelHandlersTest {

    private final ChannelScenario scenario = ChannelScenario.joined();
    private final Channel lobby = scenario.lobby();

    record Shout(String text) {}

    @AfterEach
    void close() {
        scenario.close();
    }

    @Test
    void handlerReceivesThePayloadsOfItsEvent() {
        lobby.on("shout", payload -> scenario.note(payload.text()));

        scenario.say("shout", Map.of("n", 1));
        scenario.say("whisper", Map.of("n", 2));
        scenario.say("shout", List.of(3));

        assertThat(scenario.notes).containsExactly("{\"n\":1}", "[3]");
    }

    @Test
    void payloadIsDecodedToTheTypeOfTheHandler() {
        lobby.on("shout", Shout.class, scenario::note);
        lobby.on("list", new TypeRef<List<Shout>>() {}, scenario::note);

        scenario.say("shout", Map.of("text", "hello"));
        scenario.say("list", List.of(Map.of("text", "a"), Map.of("text", "b")));

        assertThat(scenario.notes).containsExactly("Shout[text=hello]", "[Shout[text=a], Shout[text=b]]");
    }

    @Test
    void eventThatPhoenixReservesIsRefused() {
        String message =
                "cannot handle phx_error of rooms:lobby: Phoenix reserves events that begin with phx_; use onJoin,"
                        + " onLeave or onError";

        assertThatThrownBy(() -> lobby.on("phx_error", payload -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> lobby.on("phx_error", Shout.class, shout -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void binaryPayloadReachesTheRawHandler() {
        lobby.on("bytes", payload -> scenario.note(payload.bytes().length));

        scenario.say("bytes", new byte[] {1, 2, 3});

        assertThat(scenario.notes).containsExactly("3");
    }

    @Test
    void handlersRunInTheOrderOfRegistrationAndOnAnyComesLast() {
        lobby.onAny(message -> scenario.note("any " + message.topic() + " " + message.event()));
        lobby.on("shout", payload -> scenario.note("first"));
        lobby.on("shout", payload -> scenario.note("second"));

        scenario.shout(1);
        scenario.say("other", Map.of());

        assertThat(scenario.notes).containsExactly("first", "second", "any rooms:lobby shout", "any rooms:lobby other");
    }

    @Test
    void messagesReachTheHandlersInTheOrderOfTheServer() {
        lobby.onAny(message -> scenario.note(message.payload().text()));

        IntStream.range(0, 100).forEach(n -> scenario.say("e" + n % 3, n));

        assertThat(scenario.notes)
                .containsExactlyElementsOf(
                        IntStream.range(0, 100).mapToObj(String::valueOf).toList());
    }

    @Test
    void messageOfAnotherTopicReachesOnlyItsChannel() {
        Channel other = scenario.socket().channel("rooms:other");
        CompletionStage<?> joined = other.join();
        scenario.test.acceptJoin("rooms:other");
        scenario.test.await(joined);
        lobby.on("shout", payload -> scenario.note("lobby"));
        other.on("shout", payload -> scenario.note("other"));

        scenario.test.push("rooms:other", "shout", Map.of());
        scenario.shout(1);

        assertThat(scenario.notes).containsExactly("other", "lobby");
    }

    @Test
    void messageRightAfterTheJoinReachesAHandlerThatWasRegisteredBeforeTheJoin() {
        Channel early = scenario.socket().channel("rooms:early");
        early.on("state", payload -> scenario.note("state"));
        early.onJoin(response -> scenario.note("joined"));
        early.join();

        scenario.test.acceptJoin("rooms:early");
        scenario.test.push("rooms:early", "state", Map.of());

        assertThat(scenario.notes).containsExactly("joined", "state");
    }

    @Test
    void handlerThatIsRegisteredLaterMissesEarlierMessages() {
        scenario.shout(1);
        lobby.on("shout", payload -> scenario.note(payload.text()));
        scenario.shout(2);

        assertThat(scenario.notes).containsExactly("{\"n\":2}");
    }

    // --- registrations ----------------------------------------------------------------------------------------------

    @Test
    void closedHandlerIsNotCalled() {
        Registration closed = lobby.on("shout", payload -> scenario.note("closed"));
        lobby.on("shout", payload -> scenario.note("open"));
        assertThat(closed.isOpen()).isTrue();

        closed.close();
        closed.close();
        scenario.shout(1);

        assertThat(closed.isOpen()).isFalse();
        assertThat(scenario.notes).containsExactly("open");
    }

    @Test
    void handlerClosesItself() {
        Registration[] own = new Registration[1];
        own[0] = lobby.on("shout", payload -> {
            scenario.note("once");
            own[0].close();
        });
        lobby.on("shout", payload -> scenario.note("later"));

        scenario.shout(1);
        scenario.shout(2);

        assertThat(scenario.notes).containsExactly("once", "later", "later");
    }

    @Test
    void handlerThatAnEarlierOneClosesIsNotCalledForTheSameMessage() {
        Registration[] second = new Registration[1];
        lobby.on("shout", payload -> second[0].close());
        second[0] = lobby.on("shout", payload -> scenario.note("second"));
        lobby.on("shout", payload -> scenario.note("third"));

        scenario.shout(1);

        assertThat(scenario.notes).containsExactly("third");
    }

    @Test
    void handlerThatIsRegisteredInAHandlerReceivesTheNextMessage() {
        lobby.on("shout", payload -> {
            if (scenario.notes.isEmpty()) {
                lobby.on("shout", later -> scenario.note("later " + later.text()));
            }
            scenario.note("first " + payload.text());
        });

        scenario.shout(1);
        scenario.shout(2);

        assertThat(scenario.notes).containsExactly("first {\"n\":1}", "first {\"n\":2}", "later {\"n\":2}");
    }

    @Test
    void sameFunctionRegisteredTwiceIsTwoHandlers() {
        AtomicInteger calls = new AtomicInteger();
        Registration first = lobby.on("shout", payload -> calls.incrementAndGet());
        Registration second = lobby.on("shout", payload -> calls.incrementAndGet());
        scenario.shout(1);
        assertThat(calls).hasValue(2);

        first.close();
        scenario.shout(2);
        second.close();
        scenario.shout(3);

        assertThat(calls).hasValue(3);
    }

    // --- what handlers may do ---------------------------------------------------------------------------------------

    @Test
    void handlerPushesAndContinuesWithTheReply() {
        lobby.on("shout", payload -> lobby.push("ping", Map.of()).thenAccept(scenario::note));

        scenario.shout(1);
        scenario.test.reply(scenario.test.assertPush(LOBBY, "ping"), Map.of("pong", 1));

        assertThat(scenario.notes).singleElement().asString().startsWith("Ok[response=");
    }

    static Stream<Arguments> waitForAStageInAHandlerIsRefused() {
        return Stream.of(
                        Map.<String, Function<ChannelScenario, CompletionStage<?>>>entry(
                                "join",
                                scenario ->
                                        scenario.socket().channel("rooms:other").join()),
                        Map.<String, Function<ChannelScenario, CompletionStage<?>>>entry(
                                "leave", scenario -> scenario.lobby().leave()),
                        Map.<String, Function<ChannelScenario, CompletionStage<?>>>entry(
                                "push", scenario -> scenario.lobby().push("ping")),
                        Map.<String, Function<ChannelScenario, CompletionStage<?>>>entry(
                                "typed push", scenario -> scenario.lobby().push("ping", Map.of(), Shout.class)),
                        Map.<String, Function<ChannelScenario, CompletionStage<?>>>entry(
                                "dependent",
                                scenario -> scenario.lobby().push("ping").thenApply(String::valueOf)))
                .map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void waitForAStageInAHandlerIsRefused(String name, Function<ChannelScenario, CompletionStage<?>> stage) {
        List<Throwable> thrown = new ArrayList<>();
        lobby.on("shout", payload -> {
            try {
                Object unused = stage.apply(scenario).toCompletableFuture().join();
            } catch (IllegalStateException e) {
                thrown.add(e);
            }
        });

        scenario.shout(1);

        assertThat(thrown)
                .singleElement()
                .asString()
                .contains(
                        "cannot wait for a stage of client",
                        "in a callback or handler of this client (handleMessage)",
                        "continue in thenAccept of the stage. A callback that has a socket");
    }

    @Test
    void blockingCallsInAHandlerAreRefused() {
        List<String> refused = new ArrayList<>();
        List<Runnable> calls = List.of(
                () -> scenario.socket().awaitJoined(scenario.socket().channel("rooms:new"), Duration.ofSeconds(1)),
                () -> lobby.pushAndForget("row", Map.of(), Duration.ofSeconds(1)));
        lobby.on(
                "shout",
                payload -> calls.forEach(call -> assertThatThrownBy(call::run)
                        .isInstanceOf(IllegalStateException.class)
                        .satisfies(thrown -> refused.add(thrown.getMessage()))));

        scenario.shout(1);

        assertThat(refused)
                .hasSize(2)
                .first()
                .isEqualTo("cannot wait for the join of rooms:new in a handler: it ends only after the handler has"
                        + " returned; call join, and continue in thenAccept of its stage");
        assertThat(scenario.socket().channel("rooms:new").isWanted()).isFalse();
        scenario.test.refuteJoin("rooms:new");
    }

    /** A program may generate event names and use each name once, so the channel must not keep these names. */
    @Test
    void eventWithoutHandlersIsForgotten() {
        WeakReference<String> event = handledOnce();

        for (int round = 0; round < 100 && event.get() != null; round++) {
            System.gc();
        }
        assertThat(event.get()).isNull();
    }

    private WeakReference<String> handledOnce() {
        String event = "answer to " + System.identityHashCode(lobby);
        Registration first = lobby.on(event, payload -> scenario.note("first"));
        Registration second = lobby.on(event, payload -> {
            scenario.note("second");
            first.close();
        });
        first.close();
        scenario.say(event, Map.of());
        second.close();
        scenario.say(event, Map.of());
        Registration third = lobby.on(event, payload -> scenario.note("third"));
        scenario.say(event, Map.of());
        third.close();
        assertThat(scenario.taken()).containsExactly("second", "third");
        return new WeakReference<>(event);
    }

    /** Joins the lobby with a second client. */
    private static Channel joinedBeside(SocketTest beside) {
        ChannelSocket[] other = new ChannelSocket[1];
        beside.startBy(options -> {
            other[0] = ChannelSocket.connect(ChannelScenario.CONFIGURATION, options);
            return other[0].client();
        });
        Channel theirs = other[0].channel(LOBBY);
        theirs.join();
        beside.connectAndJoin(LOBBY);
        return theirs;
    }

    @Test
    void joinWithATimeoutEndsWhileAHandlerBlocksAndBlamesTheHandler() {
        SocketTest beside = scenario.test.beside();
        Channel theirs = joinedBeside(beside);
        lobby.on("shout", payload -> theirs.push("ping").toCompletableFuture().join());
        scenario.shout(1);

        CompletionStage<?> joined = scenario.socket().channel("rooms:other").join(Duration.ofSeconds(1));
        scenario.test.advance(Duration.ofSeconds(1));

        assertThat(joined.toCompletableFuture()).isCompletedExceptionally();
        assertThatThrownBy(() -> scenario.test.await(joined))
                .isInstanceOf(AwaitTimeoutException.class)
                .hasMessageStartingWith("the join of rooms:other did not arrive within PT1S; the client has not asked"
                        + " for it yet, and a callback or handler blocks the client; let another thread do slow work,"
                        + " or wait longer (handleMessage has been running for PT1S");
        beside.reply(beside.assertPush(LOBBY, "ping"), Map.of());
        scenario.test.acceptJoin("rooms:other");
        assertThat(scenario.socket().channel("rooms:other").isJoined()).isTrue();
    }

    @Test
    void handlerMayBlockAndTheNextMessageWaits() {
        SocketTest beside = scenario.test.beside();
        Channel theirs = joinedBeside(beside);
        lobby.on("shout", payload -> {
            scenario.note("begins");
            scenario.note(
                    theirs.push("ping").toCompletableFuture().join().getClass().getSimpleName());
        });

        scenario.shout(1);
        scenario.shout(2);
        assertThat(scenario.taken()).containsExactly("begins");

        beside.reply(beside.assertPush(LOBBY, "ping"), Map.of());
        assertThat(scenario.taken()).containsExactly("Ok", "begins");
        beside.reply(beside.assertPush(LOBBY, "ping"), Map.of());
        assertThat(scenario.taken()).containsExactly("Ok");
    }

    @Test
    void handlerClosesTheSocket() {
        lobby.on("shout", payload -> scenario.socket().close());
        lobby.on("shout", payload -> scenario.note("runs still"));

        scenario.shout(1);

        assertThat(scenario.test.assertStopped()).hasToString("Shutdown[]");
        assertThat(scenario.notes).containsExactly("runs still");
    }

    @Test
    void handlerLeavesItsChannel() {
        lobby.onLeave(scenario::note);
        lobby.on("shout", payload -> lobby.leave());

        scenario.shout(1);
        scenario.test.acceptLeave(LOBBY);

        assertThat(scenario.notes).containsExactly("CLIENT");
        assertThat(lobby.isJoined()).isFalse();
    }

    @Test
    void eachHandlerThatCannotDecodeTheMessageIsCountedAndTheOthersRun() {
        List<Observation> observed = new ArrayList<>();
        try (ChannelScenario own =
                ChannelScenario.started(ChannelScenario.CONFIGURATION, options -> options.telemetry(observed::add))) {
            own.join();
            own.lobby().on("shout", Shout.class, own::note);
            own.lobby().on("shout", int.class, own::note);
            own.lobby().on("shout", payload -> own.note("raw"));
            own.lobby().onAny(message -> own.note(message.as(Shout.class)));
            own.lobby().onAny(message -> own.note("any"));

            own.say("shout", List.of(1));

            assertThat(own.notes).containsExactly("raw", "any");
            assertThat(observed)
                    .filteredOn(Observation.PayloadMismatched.class::isInstance)
                    .allSatisfy(one -> assertThat(one.toString()).contains("topic=rooms:lobby", "event=shout"))
                    .extracting(one -> ((Observation.PayloadMismatched) one).callback())
                    .containsExactly(
                            "the " + Shout.class.getName() + " handler of shout on rooms:lobby",
                            "the int handler of shout on rooms:lobby",
                            "the onAny handler on rooms:lobby");
        }
    }
}
