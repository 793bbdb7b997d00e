package dev.slipstream.system.channels;

import static dev.slipstream.system.channels.ChannelScenario.CONFIGURATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.channels.Channel;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Channels of a client at its limits. In most tests, the mailbox has room for two messages, and two callers may wait
 * for joins.
 */
class ChannelNoRoomTest {

    private final ChannelScenario scenario = ChannelScenario.started(CONFIGURATION, options -> options.maxMessages(2));

    @AfterEach
    void close() {
        scenario.close();
    }

    @Test
    void stageFailsIfTooManyCallersWaitButTheJoinContinues() {
        scenario.test.acceptConnect();
        for (String topic : List.of("rooms:1", "rooms:2")) {
            CompletionStage<Payload> waiting = scenario.socket().channel(topic).join();
            scenario.test.assertJoin(topic);
            assertThat(waiting.toCompletableFuture()).isNotDone();
        }

        Channel third = scenario.socket().channel("rooms:3");
        CompletionStage<Payload> refused = third.join();
        scenario.test.accept(scenario.test.assertJoin("rooms:3"), Map.of());

        assertThat(refused.toCompletableFuture()).isCompletedExceptionally();
        assertThat(third.isJoined()).isTrue();
        assertThat(scenario.socket().channel("rooms:3")).isSameAs(third);
    }

    @Test
    void joinWhoseStageIsCancelledMakesRoomForAnother() {
        scenario.test.acceptConnect();
        CompletionStage<Payload> first = join("rooms:1");
        CompletionStage<Payload> second = join("rooms:2");

        assertThat(first.toCompletableFuture().cancel(false)).isTrue();
        scenario.test.advance(Duration.ZERO); // empties the mailbox
        CompletionStage<Payload> third = join("rooms:3");
        // This call completes the stage in the same way as CompletableFuture.orTimeout.
        assertThat(second.toCompletableFuture().completeExceptionally(new TimeoutException()))
                .isTrue();
        scenario.test.advance(Duration.ZERO); // empties the mailbox
        CompletionStage<Payload> fourth = join("rooms:4");

        assertThat(third.toCompletableFuture()).isNotDone();
        assertThat(fourth.toCompletableFuture()).isNotDone();
        assertThat(scenario.socket().channel("rooms:1").isWanted()).isTrue();
    }

    private CompletionStage<Payload> join(String topic) {
        CompletionStage<Payload> joined = scenario.socket().channel(topic).join();
        scenario.test.assertJoin(topic);
        return joined;
    }

    @Test
    void joinWhoseStageIsCancelledBeforeTheStartTakesNoRoom() {
        try (ChannelScenario own = ChannelScenario.prepared(options -> options.maxMessages(8))) {
            for (String topic : List.of("rooms:1", "rooms:2")) {
                assertThat(own.socket()
                                .channel(topic)
                                .join()
                                .toCompletableFuture()
                                .cancel(false))
                        .isTrue();
            }
            own.socket().start();
            own.test.acceptConnect();

            for (int n = 3; n <= 10; n++) {
                CompletionStage<Payload> joined =
                        own.socket().channel("rooms:" + n).join();
                own.test.assertJoin("rooms:" + n);
                assertThat(joined.toCompletableFuture()).isNotDone();
            }
        }
    }

    @Test
    void joinsAndPushesBeforeTheStartFailIfTheMailboxIsFull() {
        try (ChannelScenario own = ChannelScenario.prepared(options -> options.maxMessages(3))) {
            Channel first = own.socket().channel("rooms:1");
            Channel second = own.socket().channel("rooms:2");
            CompletionStage<Payload> joined = first.join();
            CompletionStage<Payload> refused = second.join();
            CompletionStage<Reply> notAsked = second.push("ping");

            own.socket().start(); // the mailbox holds the start, the first join, and the wait for its answer
            own.test.connectAndJoin("rooms:1");

            own.test.await(joined);
            for (CompletionStage<?> stage : List.of(refused, notAsked)) {
                assertThatThrownBy(() -> own.test.await(stage))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("its mailbox is full");
            }
            own.test.refuteJoin("rooms:2");
            assertThat(second.isWanted()).isFalse();
            CompletionStage<Payload> again = second.join();
            own.test.acceptJoin("rooms:2");
            own.test.await(again);
        }
    }

    /**
     * Other stages complete on another thread, even if the mailbox is full. The Javadoc of {@link Channel} describes
     * this difference.
     */
    @Test
    void stageOfALeaveCompletesOnTheClientProcessIfTheMailboxIsFull() {
        scenario.join();
        Channel lobby = scenario.lobby();
        lobby.onLeave(cause -> {
            scenario.socket().client().send("first");
            scenario.socket().client().send("second");
            scenario.note("onLeave");
        });
        CompletionStage<?> left = lobby.leave()
                .thenRun(() -> scenario.note(
                        "left, in a callback: " + scenario.socket().client().isInCallback()));
        scenario.test.acceptLeave(ChannelScenario.LOBBY);

        scenario.test.await(left);
        assertThat(scenario.notes).containsExactly("onLeave", "left, in a callback: true");
    }

    @Test
    void joinWithAnInvalidTimeoutThrowsAndDoesNotJoin() {
        Channel lobby = scenario.lobby();

        assertThatThrownBy(() -> lobby.join(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        scenario.test.acceptConnect();

        assertThat(lobby.isWanted()).isFalse();
    }
}
