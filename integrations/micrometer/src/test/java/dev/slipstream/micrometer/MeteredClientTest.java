package dev.slipstream.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Connection;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Observation.Span;
import dev.slipstream.core.ReconnectPolicy;
import dev.slipstream.core.Telemetry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Tests the gauges of the queues. Also tests sequences of observations that only races of threads produce.
 */
class MeteredClientTest {

    private static final Telemetry.Ids IDS = new Telemetry.Ids("0".repeat(32), "0".repeat(16));
    private static final Connection FIRST = Connection.numbered(1);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private Observation.QueuesMeasured sizes = new Observation.QueuesMeasured(0, 0, 0, 0);
    private final Telemetry client = SlipstreamMetrics.of(registry).ofClient(IDS.trace(), () -> sizes);

    private double gauge(String name, String... tags) {
        return registry.get(name).tags(tags).gauge().value();
    }

    private void end(Connection connection) {
        client.observed(
                new Span.ConnectionEnded(IDS, connection, new DisconnectReason.Requested(), Duration.ofSeconds(1)));
    }

    @Test
    void connectionThatEndsBeforeTheClientSeesItOpenIsNotCounted() {
        client.observed(new Span.ConnectStarted(FIRST, 1));
        client.observed(new Span.ConnectionStarted(IDS, FIRST));
        end(FIRST);
        client.observed(new Span.ConnectSucceeded(FIRST, 1, Duration.ZERO));

        assertThat(gauge("slipstream.clients", "state", "connected")).isZero();
        assertThat(gauge("slipstream.clients", "state", "disconnected")).isEqualTo(1);
    }

    /** The client may be blocked by a callback before it plans the next attempt. */
    @Test
    void clientIsDisconnectedUntilItPlansTheNextAttempt() {
        DisconnectReason lost = new DisconnectReason.Closed(1012, "service restart");
        client.observed(new Span.ConnectStarted(FIRST, 1));
        client.observed(new Span.ConnectionStarted(IDS, FIRST));
        client.observed(new Span.ConnectSucceeded(FIRST, 1, Duration.ZERO));
        client.observed(new Span.ConnectionEnded(IDS, FIRST, lost, Duration.ofSeconds(1)));
        assertThat(gauge("slipstream.clients", "state", "disconnected")).isEqualTo(1);

        client.observed(
                new Observation.ReconnectScheduled(1, Duration.ofSeconds(1), lost, ReconnectPolicy.Decision.BACKOFF));
        assertThat(gauge("slipstream.clients", "state", "connecting")).isEqualTo(1);
    }

    @Test
    void endOfAnOlderConnectionKeepsTheNewerOne() {
        Connection second = Connection.numbered(2);
        client.observed(new Span.ConnectionStarted(IDS, FIRST));
        client.observed(new Span.ConnectionStarted(IDS, second));
        client.observed(new Span.ConnectSucceeded(second, 1, Duration.ZERO));
        end(FIRST);

        assertThat(gauge("slipstream.clients", "state", "connected")).isEqualTo(1);
    }

    @Test
    void observationAfterTheEndDoesNotCountTheClientAgain() {
        client.observed(new Span.ConnectStarted(FIRST, 1));
        client.observed(new Observation.ClientEnded("Normal[]"));
        client.observed(new Observation.ProblemReported("late", "the client has ended"));

        assertThat(gauge("slipstream.clients", "state", "connecting")).isZero();
        assertThat(gauge("slipstream.clients", "state", "disconnected")).isZero();
    }

    @Test
    void clientThatNeverRunsIsNotCounted() {
        client.observed(new Observation.ClientEnded("Shutdown[]"));

        assertThat(gauge("slipstream.clients", "state", "disconnected")).isZero();
    }

    @Test
    void queuesAreReadWhenAGaugeIsRead() {
        client.observed(new Span.ConnectStarted(FIRST, 1));
        sizes = new Observation.QueuesMeasured(3, 4096, 5, 7);

        assertThat(gauge("slipstream.mailbox.events")).isEqualTo(3);
        assertThat(gauge("slipstream.mailbox.memory")).isEqualTo(4096);
        assertThat(gauge("slipstream.mailbox.messages")).isEqualTo(5);
        assertThat(gauge("slipstream.outbound.messages")).isEqualTo(7);
        assertThat(registry.get("slipstream.mailbox.memory").gauge().getId().getBaseUnit())
                .isEqualTo("bytes");
    }
}
