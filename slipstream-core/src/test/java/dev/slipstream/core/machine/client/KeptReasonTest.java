package dev.slipstream.core.machine.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.core.Backoff;
import dev.slipstream.core.Command;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Connection;
import dev.slipstream.core.Credentials;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.Failure;
import dev.slipstream.core.JoinParams;
import dev.slipstream.core.Operation;
import dev.slipstream.core.Payload;
import dev.slipstream.core.PayloadMismatchException;
import dev.slipstream.core.PlainEncoder;
import dev.slipstream.core.ReconnectPolicy;
import dev.slipstream.core.Ref;
import dev.slipstream.core.Signature;
import dev.slipstream.core.TopicCloseReason;
import dev.slipstream.core.TypeRef;
import dev.slipstream.core.machine.Machines;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A client keeps the last failure for the next attempt. The size of this failure is limited, no matter what the server
 * sends.
 */
@Tag("F129")
class KeptReasonTest {

    private static final String TOPIC = "rooms:a";
    private static final Connection FIRST = Connection.numbered(1);
    private static final int BOUND = Payload.Omitted.MAX_KEPT_BYTES;
    private static final int CHARS = Failure.HandshakeRefused.MAX_KEPT_CHARS;

    private final List<Object> effects = new ArrayList<>();
    private final List<TopicCloseReason> judged = new ArrayList<>();
    private final ClientMachine machine = new ClientMachine(1);
    private Duration now = Duration.ZERO;

    private void accept(Object... inputs) {
        for (Object input : inputs) {
            Machines.accept(machine, now, input, effects::add);
        }
    }

    /** Begins an attempt to connect, and a join whose params come from a supplier. */
    private void begin() {
        Backoff backoff = Backoff.exact(List.of(Duration.ofSeconds(1)));
        Configuration configuration = Configuration.builder("ws://localhost/")
                .reconnectBackoff(backoff)
                .rejoinBackoff(backoff)
                .reconnectPolicy(new ReconnectPolicy() {
                    @Override
                    public Decision reconnects(DisconnectReason reason, Tries tries) {
                        return Decision.BACKOFF;
                    }

                    @Override
                    public boolean rejoins(TopicCloseReason reason, int failures) {
                        judged.add(reason);
                        return true;
                    }
                })
                .build();
        Command join = new Command.JoinTopic(new Ref("1"), TOPIC, PlainEncoder.json("{}"), Duration.ofSeconds(10));
        accept(new ClientInput.Started());
        accept(new ClientInput.OperationsWritten(List.of(
                new Command.OpenConnection(configuration, Credentials.none()),
                new Operation.SetJoinParams(TOPIC, attempt -> new CompletableFuture<>()),
                join)));
        accept(new ClientInput.Returned(List.of()), new ClientInput.CredentialsGiven(FIRST, Credentials.none()));
    }

    private TopicCloseReason keptOf(Event failed) {
        begin();
        accept(new Signature.OfEvent(FIRST, new Event.ChannelConnected()), new ClientInput.Returned(List.of()));
        accept(new ClientInput.ParamsGiven(TOPIC, 1, PlainEncoder.json("{}")));
        if (failed instanceof Event.TopicJoinClosed) {
            accept(new Signature.OfEvent(FIRST, new Event.TopicJoinSucceeded(TOPIC, PlainEncoder.json("{}"))));
            accept(new ClientInput.Returned(List.of()));
        }
        effects.clear();
        accept(new Signature.OfEvent(FIRST, failed), new ClientInput.Returned(List.of()));
        assertThat(effects).contains(new Callback.OfEvent(failed));
        now = Duration.ofSeconds(2);
        accept(new ClientInput.TimePassed());
        JoinParams.Attempt attempt = ((ClientEffect.AskParams) effects.getLast()).attempt();
        return attempt.lastFailure().orElseThrow();
    }

    private static Payload json(int size) {
        return PlainEncoder.json('"' + "x".repeat(size - 2) + '"');
    }

    @Test
    void crashAboveLimitIsKeptWithoutContent() {
        TopicCloseReason crashed = new TopicCloseReason.Crashed(json(BOUND + 1));

        assertThat(keptOf(new Event.TopicJoinClosed(TOPIC, crashed)))
                .isEqualTo(new TopicCloseReason.Crashed(new Payload.Omitted(BOUND + 1)));
        assertThat(judged).containsExactly(crashed);
    }

    @Test
    void refusalAboveLimitIsKeptWithoutContent() {
        TopicCloseReason refused = new TopicCloseReason.JoinRefused(json(4 << 20));

        assertThat(keptOf(new Event.TopicJoinFailed(TOPIC, refused)))
                .isEqualTo(new TopicCloseReason.JoinRefused(new Payload.Omitted(4 << 20)));
        assertThat(judged).containsExactly(refused);
    }

    @Test
    void bytesAboveLimitAreKeptWithoutContent() {
        TopicCloseReason refused = new TopicCloseReason.JoinRefused(Payload.binary(new byte[BOUND + 1]));

        assertThat(keptOf(new Event.TopicJoinFailed(TOPIC, refused)))
                .isEqualTo(new TopicCloseReason.JoinRefused(new Payload.Omitted(BOUND + 1)));
    }

    @Test
    void payloadAtLimitIsKeptWhole() {
        TopicCloseReason crashed = new TopicCloseReason.Crashed(json(BOUND));

        assertThat(keptOf(new Event.TopicJoinClosed(TOPIC, crashed))).isEqualTo(crashed);
    }

    @Test
    void readingAnOmittedPayloadThrowsAndNamesItsType() {
        Payload omitted = new Payload.Omitted(5000);

        assertThat(omitted.size()).isEqualTo(5000);
        assertThat(omitted.isEmptyObject()).isFalse();
        assertThat(omitted).hasToString("omitted(5000 bytes)");
        for (Runnable read : List.<Runnable>of(
                () -> omitted.as(String.class),
                () -> omitted.as(new TypeRef<List<String>>() {}),
                () -> omitted.asList(String.class),
                omitted::text,
                omitted::bytes)) {
            assertThatThrownBy(read::run)
                    .isInstanceOf(PayloadMismatchException.class)
                    .hasMessageContaining("Payload.Omitted")
                    .hasMessageContaining("5000");
        }
    }

    @Test
    void refusedHandshakeAboveLimitIsKeptAsStatus() {
        Failure.HandshakeRefused refusal =
                new Failure.HandshakeRefused(403, Map.of("a", List.of("x".repeat(CHARS))), "");

        assertThat(keptOf(refusal)).isEqualTo(Failure.HandshakeRefused.of(403));
    }

    @Test
    void refusedHandshakeAtLimitIsKeptWhole() {
        Failure.HandshakeRefused refusal = new Failure.HandshakeRefused(
                403, Map.of("a", List.of("x".repeat(CHARS / 2 - 1))), "y".repeat(CHARS / 2));

        assertThat(keptOf(refusal)).isEqualTo(refusal);
    }

    /** The client reads Retry-After before it drops the headers of a refusal above the limit. */
    @Test
    void largeRefusalStillSetsTheDelay() {
        keptOf(new Failure.HandshakeRefused(
                503, Map.of("retry-after", List.of("7"), "a", List.of("x".repeat(CHARS))), ""));

        assertThat(effects).anySatisfy(effect -> assertThat(effect.toString()).contains("delay=PT7S"));
    }

    private Failure keptOf(Failure.HandshakeRefused refusal) {
        begin();
        accept(
                new Signature.OfEvent(FIRST, new Event.ChannelConnectFailed(refusal)),
                new ClientInput.Returned(List.of()));
        now = Duration.ofMinutes(10);
        effects.removeIf(effect -> effect instanceof ClientEffect.AskCredentials);
        accept(new ClientInput.TimePassed());
        ClientEffect.AskCredentials asked = effects.stream()
                .filter(ClientEffect.AskCredentials.class::isInstance)
                .map(ClientEffect.AskCredentials.class::cast)
                .findFirst()
                .orElseThrow();
        DisconnectReason last = asked.attempt().lastFailure().orElseThrow();
        return ((DisconnectReason.ConnectFailed) last).failure();
    }
}
