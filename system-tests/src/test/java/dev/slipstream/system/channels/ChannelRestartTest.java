package dev.slipstream.system.channels;

import static dev.slipstream.system.channels.ChannelScenario.CONFIGURATION;
import static dev.slipstream.system.channels.ChannelScenario.LOBBY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.ClientEndedException;
import dev.slipstream.RestartPolicy;
import dev.slipstream.channels.Channel;
import dev.slipstream.core.StopReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Channel handles whose client is restarted. */
class ChannelRestartTest {

    @Test
    void restartedClientJoinsTheWantedChannelsAndTheirHandlersContinue() {
        try (ChannelScenario own =
                ChannelScenario.started(CONFIGURATION, options -> options.restart(RestartPolicy.PERMANENT))) {
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
    void callsThatARestartLosesStillDecideWhatIsJoined() {
        try (ChannelScenario own =
                ChannelScenario.started(CONFIGURATION, options -> options.restart(RestartPolicy.PERMANENT))) {
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
        try (ChannelScenario own =
                ChannelScenario.started(CONFIGURATION, options -> options.restart(RestartPolicy.PERMANENT))) {
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
}
