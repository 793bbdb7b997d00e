package dev.slipstream.system.channels;

import static dev.slipstream.system.channels.ChannelScenario.CONFIGURATION;
import static dev.slipstream.system.channels.ChannelScenario.LOBBY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.ClientEndedException;
import dev.slipstream.JoinFailedException;
import dev.slipstream.RestartPolicy;
import dev.slipstream.channels.Channel;
import dev.slipstream.core.ConnectionStatus;
import dev.slipstream.core.Observation;
import dev.slipstream.core.StopReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Channel handles whose client is restarted. */
class ChannelRestartTest {

    private static ChannelScenario restarting() {
        return ChannelScenario.started(CONFIGURATION, options -> options.restart(RestartPolicy.PERMANENT));
    }

    /** Makes the next change of the status run this action and end the client. */
    private static void failOnce(ChannelScenario scenario, Runnable action) {
        AtomicBoolean hasFailed = new AtomicBoolean();
        scenario.socket().onStateChange(status -> {
            if (!hasFailed.getAndSet(true)) {
                action.run();
                throw new InternalError("planned");
            }
        });
    }

    @Test
    void restartedClientJoinsTheWantedChannelsAndTheirHandlersContinue() {
        try (ChannelScenario own = restarting()) {
            own.join();
            own.lobby().on("shout", payload -> own.note("shout"));
            own.socket().channel("rooms:never");
            own.socket().channel("rooms:gone").join();
            own.test.acceptJoin("rooms:gone");
            own.socket().channel("rooms:gone").leave();
            own.test.acceptLeave("rooms:gone");

            own.socket().client().stop(new StopReason.Failed(new IllegalStateException("planned")));
            own.test.assertDisconnect();
            own.test.connectAndJoin(LOBBY);
            own.shout(1);

            own.test.refuteJoin("rooms:gone");
            own.test.refuteJoin("rooms:never");
            assertThat(own.notes).containsExactly("shout");
        }
    }

    @Test
    void lastCallDecidesWhatIsJoinedEvenIfARestartLosesIt() {
        try (ChannelScenario own = restarting()) {
            own.join();
            Channel lobby = own.lobby();
            Channel news = own.socket().channel("rooms:news");
            List<CompletionStage<?>> stages = new ArrayList<>();
            lobby.on("fail", payload -> {
                stages.add(lobby.leave());
                stages.add(news.join());
                throw new InternalError("planned");
            });

            own.say("fail", Map.of());
            own.test.assertDisconnect();
            own.test.connectAndJoin("rooms:news");
            own.test.await(stages.get(0));

            assertThatThrownBy(() -> own.test.await(stages.get(1))).isInstanceOf(ClientEndedException.class);
            own.test.refuteJoin(LOBBY);
            assertThat(lobby.isWanted()).isFalse();
            assertThat(news.isWanted()).isTrue();
            assertThat(own.socket().channel(LOBBY, Map.of("user", 2))).isNotSameAs(lobby);
            CompletionStage<?> left = news.leave();
            own.test.acceptLeave("rooms:news");
            own.test.await(left);
            assertThat(own.socket().channel("rooms:news", Map.of("user", 2))).isNotSameAs(news);
        }
    }

    @Test
    void leaveDuringARestartMakesRoomForAnotherHandle() {
        try (ChannelScenario own = restarting()) {
            own.join();
            Channel lobby = own.lobby();
            Channel unused = own.socket().channel("rooms:never");
            CompletionStage<?> left = lobby.leave();
            own.test.assertLeave(LOBBY);

            own.socket().client().stop(new StopReason.Failed(new IllegalStateException("planned")));
            own.test.assertDisconnect();
            own.test.acceptConnect();
            own.test.await(left);

            own.test.refuteJoin(LOBBY);
            assertThat(own.socket().channel(LOBBY, Map.of("user", 2))).isNotSameAs(lobby);
            assertThat(own.socket().channel("rooms:never")).isSameAs(unused);
        }
    }

    @Test
    void callsDuringTheFirstInitSurviveItsFailure() {
        try (ChannelScenario own = ChannelScenario.prepared(options -> options.restart(RestartPolicy.PERMANENT))) {
            failOnce(own, () -> own.lobby().join());

            own.socket().start();
            own.test.connectAndJoin(LOBBY);

            assertThat(own.lobby().isJoined()).isTrue();
        }
    }

    /**
     * A status handler makes three calls during the {@code init} of the restarted client. The client joins the channel
     * in its {@code init}, and later handles the three calls from its mailbox.
     */
    @Test
    void callsDuringTheInitOfARestartKeepTheHandleInUse() {
        try (ChannelScenario own = restarting()) {
            Channel lobby = own.lobby();
            own.test.acceptConnect();
            own.socket().onStateChange(status -> {
                if (status == ConnectionStatus.CONNECTING) {
                    lobby.join();
                    lobby.leave();
                    lobby.join();
                }
            });
            lobby.onJoin(response -> own.note("joined"));

            own.socket().client().stop(new StopReason.Failed(new IllegalStateException("planned")));
            own.test.assertDisconnect();
            own.test.connectAndJoin(LOBBY);

            assertThat(own.notes).containsExactly("joined");
            assertThat(lobby.isJoined()).isTrue();
            assertThat(own.lobby()).isSameAs(lobby);
        }
    }

    /**
     * During the first restart, a status handler joins the channel, ends the client again, and leaves the channel. The
     * client begins the join. The second restart loses the leave.
     */
    @Test
    void channelStaysLeftIfASecondRestartLosesTheLeave() {
        try (ChannelScenario own = restarting()) {
            Channel lobby = own.lobby();
            own.test.acceptConnect();
            StopReason failed = new StopReason.Failed(new IllegalStateException("planned"));
            List<CompletionStage<?>> left = new ArrayList<>();
            own.socket().onStateChange(status -> {
                if (status == ConnectionStatus.CONNECTING && left.isEmpty()) {
                    lobby.join();
                    own.socket().client().stop(failed);
                    left.add(lobby.leave());
                }
            });

            own.socket().client().stop(failed);
            own.test.assertDisconnect();
            own.test.acceptConnect();
            own.test.await(left.get(0));

            own.test.refuteJoin(LOBBY);
            assertThat(lobby.isWanted()).isFalse();
            assertThat(own.socket().channel(LOBBY, Map.of("user", 2))).isNotSameAs(lobby);
        }
    }

    @Test
    void lostJoinAndLeaveOfANewHandleMakeRoomForAnotherHandle() {
        try (ChannelScenario own = restarting()) {
            own.test.acceptConnect();
            Channel lobby = own.lobby();
            List<CompletionStage<?>> left = new ArrayList<>();
            failOnce(own, () -> {
                lobby.join();
                left.add(lobby.leave());
            });

            own.test.closeConnection(1012, "restart");
            own.test.acceptConnect();
            own.test.await(left.get(0));

            own.test.refuteJoin(LOBBY);
            assertThat(own.socket().channel(LOBBY, Map.of("user", 2))).isNotSameAs(lobby);
        }
    }

    @Test
    void lostJoinWhoseParamsCannotBeEncodedDoesNotFailTheRestart() {
        try (ChannelScenario own = restarting()) {
            own.test.acceptConnect();
            Channel bad = own.socket().channel("rooms:bad", Map.of("thread", Thread.currentThread()));
            List<CompletionStage<?>> joined = new ArrayList<>();
            failOnce(own, () -> joined.add(bad.join()));

            own.test.closeConnection(1012, "restart");
            own.test.acceptConnect();

            assertThat(own.socket().state()).isEqualTo(ConnectionStatus.CONNECTED);
            assertThat(bad.isWanted()).isFalse();
            assertThat(own.socket().channel("rooms:bad")).isNotSameAs(bad);
            assertThatThrownBy(() -> own.test.await(joined.get(0))).isInstanceOf(ClientEndedException.class);
            // The client only logs the exception. The test kit throws it at the end of the test.
            assertThatThrownBy(own::close).hasRootCauseInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void streamsOfARefusedChannelEndAlsoIfItsHandlerEndsTheClient() {
        try (ChannelScenario own = restarting()) {
            Channel lobby = own.lobby();
            RecordingSubscriber subscriber = new RecordingSubscriber(1);
            lobby.messages().subscribe(subscriber);
            lobby.onError(reason -> {
                throw new InternalError("planned");
            });
            CompletionStage<?> joined = lobby.join();
            own.test.acceptConnect();

            own.test.refuseJoin(LOBBY, Map.of("reason", "full"));
            own.test.assertDisconnect();
            own.test.acceptConnect();

            own.test.refuteJoin(LOBBY);
            assertThatThrownBy(() -> own.test.await(joined)).isInstanceOf(ClientEndedException.class);
            assertThat(subscriber.failure()).isInstanceOf(JoinFailedException.class);
        }
    }

    /**
     * The telemetry listener leaves the channel when it observes the restart. At that moment the first run of the
     * client has ended, and the second run has not begun.
     */
    @Test
    void leaveBetweenTwoRunsEndsTheStreams() {
        List<Channel> channels = new ArrayList<>();
        List<CompletionStage<?>> left = new ArrayList<>();
        try (ChannelScenario own = ChannelScenario.started(
                CONFIGURATION,
                options -> options.restart(RestartPolicy.PERMANENT).telemetry(observation -> {
                    if (observation instanceof Observation.ClientRestarted) {
                        channels.forEach(channel -> left.add(channel.leave()));
                    }
                }))) {
            own.join();
            channels.add(own.lobby());
            RecordingSubscriber subscriber = new RecordingSubscriber(1);
            own.lobby().messages().subscribe(subscriber);

            own.socket().client().stop(new StopReason.Failed(new IllegalStateException("planned")));
            own.test.assertDisconnect();
            own.test.acceptConnect();
            own.test.await(left.get(0));

            own.test.refuteJoin(LOBBY);
            assertThat(subscriber.signals).containsExactly("complete");
        }
    }
}
