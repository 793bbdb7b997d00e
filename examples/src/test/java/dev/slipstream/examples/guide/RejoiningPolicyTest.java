package dev.slipstream.examples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure;
import dev.slipstream.core.ReconnectPolicy.Decision;
import dev.slipstream.core.ReconnectPolicy.Tries;
import dev.slipstream.core.TopicCloseReason;
import org.junit.jupiter.api.Test;

class RejoiningPolicyTest {

    private final RejoiningPolicy policy = new RejoiningPolicy();

    @Test
    void givesUpAfterAHundredFailures() {
        DisconnectReason unresolved = new DisconnectReason.ConnectFailed(new Failure.HostUnresolved("example.org"));

        assertThat(policy.reconnects(unresolved, new Tries(100, 0, 0))).isEqualTo(Decision.BACKOFF);
        assertThat(policy.reconnects(unresolved, new Tries(101, 0, 0))).isEqualTo(Decision.GIVE_UP);
    }

    @Test
    void rejoinsRealtimeTopicsThatTheServerClosed() {
        assertThat(policy.rejoinsAfterClose("realtime:orders", 1)).isTrue();
        assertThat(policy.rejoinsAfterClose("rooms:lobby", 1)).isFalse();
        assertThat(policy.rejoins(new TopicCloseReason.JoinTimedOut(), 1)).isTrue();
    }
}
