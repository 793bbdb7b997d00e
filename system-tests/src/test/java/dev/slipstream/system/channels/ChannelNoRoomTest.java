package dev.slipstream.system.channels;

import static dev.slipstream.system.channels.ChannelScenario.CONFIGURATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.channels.Channel;
import dev.slipstream.core.Payload;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A channel whose client has room for two messages and two callers that wait for joins. */
class ChannelNoRoomTest {

    private final ChannelScenario scenario = ChannelScenario.started(CONFIGURATION, options -> options.maxMessages(2));

    @AfterEach
    void close() {
        scenario.close();
    }

    @Test
    void joinWithoutRoomToWaitFailsItsStageButGoesOn() {
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
    void timeoutThatIsNotAcceptedAsksForNoJoin() {
        Channel lobby = scenario.lobby();

        assertThatThrownBy(() -> lobby.join(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        scenario.test.acceptConnect();

        assertThat(lobby.isWanted()).isFalse();
    }
}
