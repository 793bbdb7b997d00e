package dev.slipstream.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.core.Backoff.Window;
import dev.slipstream.core.ReconnectPolicy.Decision;
import dev.slipstream.core.ReconnectPolicy.Tries;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The delays of retries, and the decision to retry. */
class RetryTest {

    private static Window window(long from, long to) {
        return new Window(Duration.ofMillis(from), Duration.ofMillis(to));
    }

    private static List<Window> windows(Backoff backoff, boolean wasEstablished, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(attempt -> backoff.window(attempt, wasEstablished))
                .toList();
    }

    @Test
    void defaultBackoffSpreadsFirstDelayAndGrows() {
        assertThat(windows(Backoff.standard(), true, 7))
                .containsExactly(
                        window(0, 1000),
                        window(125, 250),
                        window(250, 500),
                        window(500, 1000),
                        window(1000, 2000),
                        window(2500, 5000),
                        window(2500, 5000));
        assertThat(windows(Backoff.standard(), false, 2)).containsExactly(window(125, 250), window(250, 500));
    }

    /** The backoffs of Slipstream for Elixir, the original, have no random part. */
    @Test
    void backoffsOfOriginalAreExact() {
        long[] connect = {10, 50, 100, 150, 200, 250, 500, 1000, 2000, 5000, 5000};
        long[] join = {100, 500, 1000, 2000, 5000, 10_000, 10_000};

        assertThat(windows(Backoff.slipstream(), true, connect.length)).containsExactlyElementsOf(exactly(connect));
        assertThat(windows(Backoff.slipstreamRejoin(), true, join.length)).containsExactlyElementsOf(exactly(join));
    }

    private static List<Window> exactly(long... delays) {
        return Arrays.stream(delays).mapToObj(delay -> window(delay, delay)).toList();
    }

    @Test
    void delayIsDrawnFromItsWindow() {
        Window window = window(100, 300);

        assertThat(window.at(0)).isEqualTo(Duration.ofMillis(100));
        assertThat(window.at(0.5)).isEqualTo(Duration.ofMillis(200));
        assertThat(window.contains(window.at(0.999_999))).isTrue();
        assertThat(window.contains(Duration.ofMillis(301))).isFalse();
        assertThat(window.contains(Duration.ofMillis(99))).isFalse();
    }

    @Test
    void invalidBackoffIsRejected() {
        assertThatThrownBy(() -> Backoff.exact(List.of())).hasMessageContaining("empty");
        assertThatThrownBy(() -> Backoff.jittered(List.of(Duration.ofMillis(-5))))
                .hasMessageContaining("PT-0.005S");
        assertThatThrownBy(() -> window(2, 1)).hasMessageContaining("PT0.002S");
        assertThatThrownBy(() -> ReconnectPolicy.atMost(-1)).hasMessageContaining("-1");
        assertThatThrownBy(() -> new PushBuffer(-1, 0, Duration.ZERO)).hasMessageContaining("-1");
    }

    private static DisconnectReason failed(Failure failure) {
        return new DisconnectReason.ConnectFailed(failure);
    }

    @Test
    void everyCloseCodeIsRetried() {
        ReconnectPolicy policy = ReconnectPolicy.standard();
        for (int code : new int[] {1000, 1001, 1008, 1011, 1012, 4000}) {
            assertThat(policy.reconnects(new DisconnectReason.Closed(code, ""), new Tries(99, 0, 0)))
                    .isEqualTo(Decision.BACKOFF);
        }
        assertThat(policy.reconnects(new DisconnectReason.Failed(new Failure.ConnectionLost("")), new Tries(1, 0, 0)))
                .isEqualTo(Decision.BACKOFF);
        assertThat(policy.reconnects(new DisconnectReason.Requested(), new Tries(1, 0, 0)))
                .isEqualTo(Decision.GIVE_UP);
    }

    @Test
    void defaultPolicyNeverGivesUp() {
        ReconnectPolicy policy = ReconnectPolicy.standard();
        DisconnectReason refused = failed(Failure.HandshakeRefused.of(403));
        DisconnectReason untrusted = failed(new Failure.TlsFailed(""));

        assertThat(policy.reconnects(refused, new Tries(1, 1, 0))).isEqualTo(Decision.AT_ONCE);
        assertThat(policy.reconnects(refused, new Tries(2, 2, 0))).isEqualTo(Decision.SLOW_BACKOFF);
        assertThat(policy.reconnects(refused, new Tries(99, 99, 0))).isEqualTo(Decision.SLOW_BACKOFF);
        assertThat(policy.reconnects(untrusted, new Tries(1, 0, 1))).isEqualTo(Decision.BACKOFF);
        assertThat(policy.reconnects(untrusted, new Tries(2, 0, 2))).isEqualTo(Decision.BACKOFF);
        assertThat(policy.reconnects(untrusted, new Tries(3, 0, 3))).isEqualTo(Decision.SLOW_BACKOFF);
        assertThat(policy.reconnects(failed(new Failure.PlaintextReceived("")), new Tries(9, 0, 0)))
                .isEqualTo(Decision.BACKOFF);
        assertThat(policy.reconnects(failed(Failure.HandshakeRefused.of(500)), new Tries(9, 0, 0)))
                .isEqualTo(Decision.BACKOFF);
    }

    @Test
    void policyGivesUpAfterItsAttempts() {
        DisconnectReason unresolved = failed(new Failure.HostUnresolved("a"));

        assertThat(ReconnectPolicy.atMost(3).reconnects(unresolved, new Tries(2, 0, 0)))
                .isEqualTo(Decision.BACKOFF);
        assertThat(ReconnectPolicy.atMost(3).reconnects(unresolved, new Tries(3, 0, 0)))
                .isEqualTo(Decision.GIVE_UP);
    }

    @Test
    void stopWhenRefusedGivesUpAfterSecondRefusalAndAfterTlsFailure() {
        ReconnectPolicy policy = ReconnectPolicy.stopWhenRefused();
        DisconnectReason refused = failed(Failure.HandshakeRefused.of(401));

        assertThat(policy.reconnects(refused, new Tries(1, 1, 0))).isEqualTo(Decision.AT_ONCE);
        assertThat(policy.reconnects(refused, new Tries(2, 2, 0))).isEqualTo(Decision.GIVE_UP);
        assertThat(policy.reconnects(failed(new Failure.TlsFailed("")), new Tries(1, 0, 1)))
                .isEqualTo(Decision.GIVE_UP);
        assertThat(policy.reconnects(failed(new Failure.PlaintextReceived("")), new Tries(9, 0, 0)))
                .isEqualTo(Decision.BACKOFF);
        assertThat(policy.rejoins(new TopicCloseReason.JoinTimedOut(), 50)).isTrue();
        assertThat(policy.rejoins(new TopicCloseReason.NotSent(new Failure.Overflow("a queue", 1)), 50))
                .isTrue();
        assertThat(policy.rejoins(new TopicCloseReason.NotSent(new Failure.Unencodable("too large")), 1))
                .isFalse();
        assertThat(policy.rejoins(new TopicCloseReason.JoinRefused(PlainEncoder.json("{}")), 1))
                .isFalse();
    }

    @Test
    void slowBackoffGrowsFromThirtySecondsToFiveMinutes() {
        assertThat(windows(Backoff.slow(), true, 6))
                .containsExactly(
                        window(15_000, 30_000),
                        window(30_000, 60_000),
                        window(60_000, 120_000),
                        window(120_000, 240_000),
                        window(150_000, 300_000),
                        window(150_000, 300_000));
    }

    @Test
    void refusedJoinIsNotRetriedButCrashIs() {
        Payload empty = PlainEncoder.json("{}");
        ReconnectPolicy policy = ReconnectPolicy.standard();

        assertThat(policy.rejoins(new TopicCloseReason.JoinRefused(empty), 1)).isFalse();
        assertThat(policy.rejoins(new TopicCloseReason.Crashed(empty), 50)).isTrue();
        assertThat(policy.rejoins(new TopicCloseReason.JoinTimedOut(), 50)).isTrue();
        assertThat(ReconnectPolicy.never().rejoins(new TopicCloseReason.JoinTimedOut(), 1))
                .isFalse();
        assertThat(ReconnectPolicy.never().reconnects(new DisconnectReason.Closed(1012, ""), new Tries(1, 0, 0)))
                .isEqualTo(Decision.GIVE_UP);
        for (ReconnectPolicy any : List.of(policy, ReconnectPolicy.never(), ReconnectPolicy.stopWhenRefused())) {
            assertThat(any.rejoinsAfterClose("a", 1)).isFalse();
        }
    }
}
