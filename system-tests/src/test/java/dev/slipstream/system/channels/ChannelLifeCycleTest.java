// This file has more than 300 lines, because it has every change of a channel's life cycle, in one scenario.
package dev.slipstream.system.channels;

import static dev.slipstream.system.channels.ChannelScenario.CONFIGURATION;
import static dev.slipstream.system.channels.ChannelScenario.LOBBY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.slipstream.AwaitEndedException;
import dev.slipstream.AwaitTimeoutException;
import dev.slipstream.ClientEndedException;
import dev.slipstream.JoinFailedException;
import dev.slipstream.Session;
import dev.slipstream.Slipstream;
import dev.slipstream.channels.Channel;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Failure;
import dev.slipstream.core.JoinOptions;
import dev.slipstream.core.JoinParams;
import dev.slipstream.core.Payload;
import dev.slipstream.core.PushBuffer;
import dev.slipstream.core.ReconnectPolicy;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.TopicCloseReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Joins, leaves, ends and rejoins of a channel handle. */
class ChannelLifeCycleTest {

    private final ChannelScenario scenario = ChannelScenario.started();

    @AfterEach
    void close() {
        scenario.close();
    }

    private Channel noted() {
        Channel lobby = scenario.lobby();
        lobby.onJoin(response -> scenario.note("joined " + response.text()));
        lobby.onLeave(cause -> scenario.note("left " + cause + (lobby.isWanted() ? ", wanted" : "")));
        lobby.onError(reason ->
                scenario.note("error " + reason.getClass().getSimpleName() + (lobby.isWanted() ? ", wanted" : "")));
        return lobby;
    }

    // --- join -------------------------------------------------------------------------------------------------------

    @Test
    void joinSendsTheParamsAndCompletesWithTheResponse() {
        Channel lobby = scenario.socket().channel(LOBBY, Map.of("user", 1));
        CompletionStage<Payload> joined = lobby.join();
        assertThat(lobby.isJoined()).isFalse();

        scenario.test.acceptConnect();
        scenario.test.accept(scenario.test.assertJoin(LOBBY, Map.of("user", 1)), Map.of("welcome", "home"));

        assertThat(scenario.test.await(joined).text()).isEqualTo("{\"welcome\":\"home\"}");
        assertThat(lobby.isJoined()).isTrue();
        assertThat(lobby.isWanted()).isTrue();
        assertThat(lobby).hasToString("Channel[rooms:lobby, joined]");
    }

    @Test
    void secondJoinSendsNothingAndCompletesWithTheSameResponse() {
        Channel lobby = scenario.lobby();
        CompletionStage<Payload> first = lobby.join();
        CompletionStage<Payload> second = lobby.join();
        scenario.test.acceptConnect();
        scenario.test.accept(scenario.test.assertJoin(LOBBY), Map.of("n", 1));
        CompletionStage<Payload> third = lobby.join();

        for (CompletionStage<Payload> joined : List.of(first, second, third)) {
            assertThat(scenario.test.await(joined).text()).isEqualTo("{\"n\":1}");
        }
        scenario.test.refuteJoin(LOBBY);
    }

    @Test
    void refusedJoinFailsWithTheReasonOfTheServer() {
        Channel lobby = noted();
        CompletionStage<Payload> joined = lobby.join();
        scenario.test.acceptConnect();
        scenario.test.refuseJoin(LOBBY, Map.of("reason", "unauthorized"));

        assertThatThrownBy(() -> scenario.test.await(joined))
                .isInstanceOf(JoinFailedException.class)
                .hasMessageContaining("cannot join rooms:lobby")
                .hasMessageContaining("unauthorized")
                .satisfies(thrown -> assertThat(((JoinFailedException) thrown).reason())
                        .isInstanceOf(TopicCloseReason.JoinRefused.class));
        assertThat(scenario.notes).containsExactly("error JoinRefused");
    }

    /**
     * A handler passes two steps to {@code client().run}. The stage of the refused join completes after both. So a step
     * can make another handle of the topic before the caller of {@code join} learns of the failure.
     */
    @Test
    void stageOfARefusedJoinFailsAfterTheStepsThatHandlersQueued() {
        Channel lobby = scenario.lobby();
        lobby.onError(reason -> {
            scenario.socket().client().run(state -> waited(Slipstream.session(state)));
            scenario.socket().client().run(state -> {
                scenario.note("step");
                return state;
            });
        });
        CompletionStage<Payload> joined = lobby.join();
        CompletionStage<?> noted = joined.handle((response, thrown) -> scenario.notes.add("failed"));
        scenario.test.acceptConnect();
        scenario.test.refuseJoin(LOBBY, Map.of());

        scenario.test.await(noted);
        assertThat(scenario.notes).containsExactly("step", "failed");
        assertThatThrownBy(() -> scenario.test.await(joined)).isInstanceOf(JoinFailedException.class);
    }

    /** Blocks the client for a second. */
    private static Socket waited(Session session) {
        assertThatThrownBy(() -> session.awaitDisconnect(Duration.ofSeconds(1)))
                .isInstanceOf(AwaitTimeoutException.class);
        return session.socket();
    }

    @Test
    void refusedChannelIsJoinedAgainWithTheSameHandle() {
        Channel lobby = noted();
        lobby.join();
        scenario.test.acceptConnect();
        scenario.test.refuseJoin(LOBBY, Map.of());

        CompletionStage<Payload> joined = lobby.join();
        scenario.test.acceptJoin(LOBBY);

        scenario.test.await(joined);
        assertThat(scenario.notes).containsExactly("error JoinRefused", "joined {}");
        assertThat(scenario.lobby()).isSameAs(lobby);
    }

    @Test
    void joinThatThePolicyRetriesCompletesWithTheLaterResponse() {
        Channel lobby = noted();
        CompletionStage<Payload> joined = lobby.join();
        scenario.test.acceptConnect();
        scenario.test.assertJoin(LOBBY);
        scenario.test.advance(Configuration.DEFAULT_JOIN_TIMEOUT);
        assertThat(joined.toCompletableFuture()).isNotDone();

        scenario.test.acceptJoin(LOBBY);

        assertThat(scenario.test.await(joined).text()).isEqualTo("{}");
        assertThat(scenario.notes).containsExactly("error JoinTimedOut, wanted", "joined {}");
    }

    @Test
    void joinWithATimeoutEndsAndTheChannelStaysWanted() {
        Channel lobby = scenario.lobby();
        CompletionStage<Payload> joined = lobby.join(Duration.ofSeconds(3));
        scenario.test.acceptConnect();
        scenario.test.assertJoin(LOBBY);
        scenario.test.advance(Duration.ofSeconds(3));

        assertThatThrownBy(() -> scenario.test.await(joined))
                .isInstanceOf(AwaitTimeoutException.class)
                .hasMessageContaining("the join of rooms:lobby did not arrive within PT3S");
        assertThat(lobby.isWanted()).isTrue();
    }

    @Test
    void paramsThatCannotBeEncodedFailTheJoin() {
        Channel bad = scenario.socket().channel("rooms:bad", Map.of("text", "\ud800"));
        CompletionStage<Payload> joined = bad.join();

        assertThatThrownBy(() -> scenario.test.await(joined)).isInstanceOf(IllegalArgumentException.class);
        assertThat(bad.isWanted()).isFalse();
        assertThat(scenario.socket().channel("rooms:bad", Map.of("text", "good")))
                .isNotSameAs(bad);
    }

    @Test
    void supplierGivesTheParamsOfEachJoin() {
        AtomicInteger calls = new AtomicInteger();
        JoinParams supplier = attempt -> CompletableFuture.completedFuture(Map.of("token", calls.incrementAndGet()));
        Channel lobby = scenario.socket()
                .channelWith(
                        LOBBY, JoinOptions.builder().paramsSupplier(supplier).build());
        lobby.join();
        scenario.test.acceptConnect();
        scenario.test.accept(scenario.test.assertJoin(LOBBY, Map.of("token", 1)));

        scenario.test.cutConnection();
        scenario.test.acceptConnect();

        scenario.test.accept(scenario.test.assertJoin(LOBBY, Map.of("token", 2)));
    }

    // --- reconnects, crashes and ends -------------------------------------------------------------------------------

    @Test
    void channelIsJoinedAgainAfterAReconnect() {
        Channel lobby = noted();
        scenario.join();
        lobby.on("shout", payload -> scenario.note("shout"));

        scenario.test.cutConnection();
        assertThat(lobby.isJoined()).isFalse();
        assertThat(lobby.isWanted()).isTrue();
        scenario.test.connectAndJoin(LOBBY);
        scenario.shout(1);

        assertThat(lobby.isJoined()).isTrue();
        assertThat(scenario.notes).containsExactly("joined {}", "joined {}", "shout");
    }

    @Test
    void crashedChannelIsJoinedAgain() {
        Channel lobby = noted();
        scenario.join();

        scenario.test.crash(LOBBY);
        scenario.test.acceptJoin(LOBBY);

        assertThat(scenario.notes).containsExactly("joined {}", "error Crashed, wanted", "joined {}");
        assertThat(lobby.isJoined()).isTrue();
    }

    @Test
    void channelThatTheServerEndedIsNotJoinedAgain() {
        Channel lobby = noted();
        scenario.join();

        scenario.test.closeTopic(LOBBY);

        scenario.test.within(Duration.ofMinutes(1)).refuteJoin(LOBBY);
        assertThat(scenario.notes).containsExactly("joined {}", "left SERVER");
        assertThat(lobby.isJoined()).isFalse();
        assertThat(lobby.isWanted()).isFalse();
    }

    @Test
    void joinFailsIfTheClientDoesNotConnectAgain() {
        Configuration once = CONFIGURATION.toBuilder()
                .reconnectPolicy(ReconnectPolicy.never())
                .build();
        try (ChannelScenario own = ChannelScenario.started(once, options -> options)) {
            CompletionStage<Payload> joined = own.lobby().join();
            own.test.refuseConnect(404);

            assertThatThrownBy(() -> own.test.await(joined)).isInstanceOf(AwaitEndedException.class);
        }
    }

    // --- leave ------------------------------------------------------------------------------------------------------

    @Test
    void leaveCompletesWhenTheServerHasAnswered() {
        Channel lobby = noted();
        scenario.join();
        CompletionStage<?> left = lobby.leave();

        var leave = scenario.test.assertLeave(LOBBY);
        assertThat(left.toCompletableFuture()).isNotDone();
        scenario.test.reply(leave, Map.of());

        scenario.test.await(left);
        assertThat(scenario.notes).containsExactly("joined {}", "left CLIENT");
        assertThat(lobby.isWanted()).isFalse();
    }

    @Test
    void channelIsJoinedAgainWhenItsLeaveCompletes() {
        Channel lobby = noted();
        scenario.join();

        CompletionStage<Payload> again = lobby.leave().thenCompose(left -> lobby.join());
        scenario.test.acceptLeave(LOBBY);
        scenario.test.accept(scenario.test.assertJoin(LOBBY), Map.of("again", true));

        assertThat(scenario.test.await(again).text()).isEqualTo("{\"again\":true}");
        assertThat(scenario.notes).containsExactly("joined {}", "left CLIENT", "joined {\"again\":true}");
    }

    @Test
    void joinAfterAnUnansweredLeaveCompletesWithItsOwnResponse() {
        Channel lobby = noted();
        scenario.join();
        CompletionStage<?> left = lobby.leave();
        CompletionStage<Payload> again = lobby.join();

        var leave = scenario.test.assertLeave(LOBBY);
        var join = scenario.test.assertJoin(LOBBY);
        scenario.test.reply(leave, Map.of());
        scenario.test.await(left);
        scenario.test.accept(join, Map.of("n", 2));

        assertThat(scenario.test.await(again).text()).isEqualTo("{\"n\":2}");
        assertThat(scenario.notes).containsExactly("joined {}", "left CLIENT, wanted", "joined {\"n\":2}");
        assertThat(scenario.lobby()).isSameAs(lobby);
    }

    @Test
    void channelThatIsJoinedAgainInItsLeaveHandlerKeepsItsHandle() {
        Channel lobby = scenario.lobby();
        lobby.onLeave(cause -> lobby.join());
        scenario.join();

        lobby.leave();
        scenario.test.acceptLeave(LOBBY);
        scenario.test.acceptJoin(LOBBY);

        assertThat(lobby.isJoined()).isTrue();
        assertThat(scenario.lobby()).isSameAs(lobby);
    }

    @Test
    void dependentStageReceivesTheExceptionWithoutAWrapper() {
        CompletionStage<Throwable> failure = scenario.lobby().join().handle((response, thrown) -> thrown);
        scenario.test.acceptConnect();
        scenario.test.refuseJoin(LOBBY, Map.of());

        assertThat(scenario.test.await(failure)).isInstanceOf(JoinFailedException.class);
    }

    @Test
    void eachOfTwoLeavesCompletesWithItsOwnAnswer() {
        Channel lobby = noted();
        scenario.join();
        CompletionStage<?> first = lobby.leave();
        lobby.join();
        CompletionStage<?> second = lobby.leave();
        var leave = scenario.test.assertLeave(LOBBY);
        scenario.test.assertJoin(LOBBY);
        var leaveAgain = scenario.test.assertLeave(LOBBY);

        scenario.test.reply(leave, Map.of());
        scenario.test.await(first);
        assertThat(second.toCompletableFuture()).isNotDone();
        scenario.test.reply(leaveAgain, Map.of());

        scenario.test.await(second);
        assertThat(scenario.notes).containsExactly("joined {}", "left CLIENT", "left CLIENT");
    }

    @Test
    void twoLeavesOfOneJoinSendOneMessageAndBothComplete() {
        scenario.join();
        CompletionStage<?> first = scenario.lobby().leave();
        CompletionStage<?> second = scenario.lobby().leave();

        scenario.test.acceptLeave(LOBBY);

        scenario.test.await(first);
        scenario.test.await(second);
        scenario.test.refuteLeave(LOBBY);
    }

    @Test
    void leaveOfAChannelThatIsNotJoinedCompletes() {
        scenario.test.acceptConnect();
        Channel lobby = scenario.lobby();

        scenario.test.await(lobby.leave());

        scenario.test.refuteLeave(LOBBY);
    }

    @Test
    void leaveWithoutAConnectionCompletesAndNothingIsJoined() {
        Channel lobby = scenario.lobby();
        CompletionStage<Payload> joined = lobby.join();
        scenario.test.await(lobby.leave());

        scenario.test.acceptConnect();

        scenario.test.refuteJoin(LOBBY);
        assertThatThrownBy(() -> scenario.test.await(joined))
                .isInstanceOf(AwaitEndedException.class)
                .hasMessageContaining("rooms:lobby was left");
    }

    @Test
    void leaveCompletesWhenTheConnectionIsLost() {
        scenario.join();
        CompletionStage<?> left = scenario.lobby().leave();
        scenario.test.assertLeave(LOBBY);

        scenario.test.cutConnection();

        scenario.test.await(left);
        scenario.test.acceptConnect();
        scenario.test.refuteJoin(LOBBY);
    }

    // --- close ------------------------------------------------------------------------------------------------------

    @Test
    void closeFailsWaitingJoinsAndCompletesLeaves() {
        scenario.join();
        Channel other = scenario.socket().channel("rooms:other");
        CompletionStage<Payload> joined = other.join();
        CompletionStage<?> left = scenario.lobby().leave();
        scenario.test.assertLeave(LOBBY);

        scenario.socket().close();

        assertThat(scenario.test.assertStopped()).isEqualTo(new StopReason.Shutdown());
        assertThatThrownBy(() -> scenario.test.await(joined)).isInstanceOf(ClientEndedException.class);
        scenario.test.await(left);
        assertThat(other.isWanted()).isFalse();
        assertThatThrownBy(other::join).isInstanceOf(ClientEndedException.class);
        scenario.test.await(other.leave());
    }

    // --- two handles ------------------------------------------------------------------------------------------------

    @Test
    void topicHasOneHandleWhileItIsInUse() {
        assertThat(scenario.socket().channelInUse(LOBBY)).isEmpty();
        Channel lobby = scenario.socket().channel(LOBBY, Map.of("user", 1));

        assertThat(scenario.socket().channelInUse(LOBBY)).containsSame(lobby);
        assertThat(scenario.socket().channel(LOBBY)).isSameAs(lobby);
        assertThat(scenario.socket().channel(LOBBY, Map.of("user", 1))).isSameAs(lobby);
        assertThatThrownBy(() -> scenario.socket().channel(LOBBY, Map.of("user", 2)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("cannot make another channel of rooms:lobby with other params: one is in use; call"
                        + " channel(topic) to get it, or leave it first");
    }

    @Test
    void newHandleMayHaveOtherParamsAfterTheOldChannelWasLeft() {
        Channel first = scenario.socket().channel(LOBBY, Map.of("user", 1));
        first.join();
        scenario.test.connectAndJoin(LOBBY);
        CompletionStage<?> left = first.leave();
        scenario.test.acceptLeave(LOBBY);
        scenario.test.await(left);
        assertThat(scenario.socket().channelInUse(LOBBY)).isEmpty();

        Channel second = scenario.socket().channel(LOBBY, Map.of("user", 2));
        second.join();
        scenario.test.accept(scenario.test.assertJoin(LOBBY, Map.of("user", 2)));

        assertThat(second).isNotSameAs(first);
        assertThatThrownBy(first::join)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "cannot join rooms:lobby with this handle: it was left, refused or ended, and another handle"
                                + " of this topic is in use; use the one that socket.channel(topic) returns");
        List<ThrowingCallable> pushes = List.of(
                () -> first.push("ping"),
                () -> first.push("ping", Map.of(), String.class),
                () -> first.pushAndForget("ping"),
                () -> first.pushAndForget("ping", Map.of(), Duration.ofSeconds(1)));
        for (ThrowingCallable push : pushes) {
            assertThatThrownBy(push)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                            "cannot push ping to rooms:lobby with this handle: it was left, refused or ended, and"
                                    + " another handle of this topic is in use; use the one that socket.channel(topic) returns");
        }
        scenario.test.refutePush(LOBBY, "ping");
        scenario.test.await(first.leave());
        scenario.test.refuteLeave(LOBBY);
    }

    /** The program cannot know in time that the server has refused the channel and that a new handle was made. */
    @Test
    void pushOnARefusedHandleIsLostWhileTheNewHandleIsNotJoined() {
        Channel refused = scenario.socket().channel(LOBBY);
        refused.join();
        scenario.test.acceptConnect();
        scenario.test.refuseJoin(LOBBY, Map.of("reason", "locked"));
        Channel fresh = scenario.socket().channel(LOBBY);
        assertThat(fresh).isNotSameAs(refused);

        assertThat(scenario.test.await(refused.push("ping")))
                .isEqualTo(new Reply.Lost(new Failure.NotJoined(LOBBY), false));

        fresh.join();
        assertThatThrownBy(() -> refused.push("ping"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("another handle of this topic is in use");
    }

    @Test
    void otherParamsDuringALeaveAreRefusedUntilItsStageCompletes() {
        String leaving = "cannot make another channel of rooms:lobby with other params: the leave of the last one is"
                + " under way; make the channel in thenAccept of the stage that leave returned";
        Channel first = scenario.socket().channel(LOBBY, Map.of("user", 1));
        first.join();
        scenario.test.connectAndJoin(LOBBY);
        List<Throwable> before = new ArrayList<>();
        first.on("shout", payload -> {
            first.leave(); // begins after this handler
            before.add(catchThrowable(() -> scenario.socket().channel(LOBBY, Map.of("user", 2))));
        });
        scenario.shout(1);
        assertThat(before).singleElement().asString().endsWith(leaving);
        assertThatThrownBy(() -> scenario.socket().channel(LOBBY, Map.of("user", 2)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(leaving);

        CompletionStage<Channel> second =
                first.leave().thenApply(left -> scenario.socket().channel(LOBBY, Map.of("user", 2)));
        scenario.test.acceptLeave(LOBBY);

        assertThat(scenario.test.await(second)).isNotSameAs(first);
    }

    @Test
    void joinAfterALeaveKeepsTheChannelInUse() {
        Channel lobby = scenario.socket().channel(LOBBY, Map.of("user", 1));
        lobby.join();
        scenario.test.connectAndJoin(LOBBY);
        lobby.leave();
        lobby.join();

        assertThatThrownBy(() -> scenario.socket().channel(LOBBY, Map.of("user", 2)))
                .hasMessageContaining("one is in use; call channel(topic) to get it");
    }

    @Test
    void channelThatWasNeverJoinedAllowsANewHandleAfterItsLeave() {
        Channel first = scenario.socket().channel(LOBBY, Map.of("user", 1));
        scenario.test.await(first.leave());

        assertThat(scenario.socket().channel(LOBBY, Map.of("user", 2))).isNotSameAs(first);
    }

    @Test
    void buffersOptionsAndSuppliersAreRefusedAsParams() {
        JoinParams supplier = attempt -> CompletableFuture.completedFuture(Map.of());
        for (Object mistake : List.of(PushBuffer.NONE, JoinOptions.builder().build(), supplier)) {
            assertThatThrownBy(() -> scenario.socket().channel(LOBBY, mistake))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("cannot join rooms:lobby with a ")
                    .hasMessageContaining(" as params; call channelWith(");
        }
    }

    @Test
    @SuppressWarnings("NullAway") // passes null, like a caller without null checks
    void nullIsRefusedAsParams() {
        assertThatThrownBy(() -> scenario.socket().channel(LOBBY, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cannot join rooms:lobby with null as params: join/3 gets an object;"
                        + " call channel(topic) to send {}");
    }

    @Test
    void durationsClassesAndFuturesAreRefusedAsParams() {
        for (Object mistake : List.of(Duration.ofSeconds(1), String.class, new CompletableFuture<>())) {
            JoinOptions options = JoinOptions.builder().params(mistake).build();

            assertThatThrownBy(() -> scenario.socket().channel(LOBBY, mistake))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(" as params; pass ");
            assertThatThrownBy(() -> scenario.socket().channelWith(LOBBY, options))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(" as params; pass ");
        }
    }

    @Test
    void reservedAndEmptyTopicsAreRefused() {
        for (String topic : List.of("", "phoenix")) {
            assertThatThrownBy(() -> scenario.socket().channel(topic)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
