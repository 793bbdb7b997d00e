package dev.slipstream.system.telemetry;

import static dev.slipstream.system.telemetry.Visit.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.JfrTelemetry;
import dev.slipstream.LoggerTelemetry;
import dev.slipstream.RunningClient;
import dev.slipstream.Slipstream;
import dev.slipstream.StartOptions;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Connection;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Telemetry;
import dev.slipstream.core.transport.TransportProvider;
import dev.slipstream.testkit.phoenix.Channel;
import dev.slipstream.testkit.phoenix.ChannelContext;
import dev.slipstream.testkit.phoenix.ConnectResult;
import dev.slipstream.testkit.phoenix.Endpoint;
import dev.slipstream.testkit.phoenix.JoinResult;
import dev.slipstream.testkit.phoenix.PhoenixServer;
import dev.slipstream.testkit.phoenix.UserSocket;
import dev.slipstream.transport.jdk.JdkTransportProvider;
import dev.slipstream.transport.tyrus.TyrusTransportProvider;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Queries, headers, tokens, payloads and what users throw: none of it reaches who listens, in words or in an object. */
class SecretsTest {

    /** Refuses each second attempt with a body, refuses a topic with a payload, crashes, and echoes. */
    private static Endpoint endpoint() {
        AtomicInteger attempts = new AtomicInteger();
        return Endpoint.of(UserSocket.at("/socket")
                .withConnect(
                        request -> attempts.incrementAndGet() % 2 == 1 ? ConnectResult.ok() : ConnectResult.refused())
                .channel("rooms:*", Room::new));
    }

    private static final class Room implements Channel {

        @Override
        public JoinResult join(String topic, Payload params, ChannelContext context) {
            return topic.equals("rooms:locked")
                    ? JoinResult.error(Map.of("reason", SECRET))
                    : JoinResult.ok(Map.of("hello", SECRET));
        }

        @Override
        public void handleIn(String event, Payload payload, ChannelContext context) {
            if (event.equals("echo")) {
                context.push("said", payload);
                context.reply(payload);
            } else {
                context.killConnection();
            }
        }
    }

    @ParameterizedTest
    @MethodSource
    void noObservationLineOrEventHoldsASecret(TransportProvider transport, @TempDir Path scratch) throws Exception {
        Told told = new Told();
        Lines lines = new Lines(System.Logger.Level.ALL);
        Telemetry logging = LoggerTelemetry.to(lines);
        Telemetry flight = JfrTelemetry.create();
        Telemetry all = observation -> {
            told.observed(observation);
            logging.observed(observation);
            flight.observed(observation);
        };
        Path file = scratch.resolve("recording.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("dev.slipstream.Handling");
            recording.start();
            try (PhoenixServer server = PhoenixServer.start(endpoint());
                    RunningClient client = Slipstream.start(
                            new Visit(configuration(server), "rooms:lobby", "rooms:locked"),
                            StartOptions.standard().withTransport(transport).withTelemetry(all))) {
                await(() -> told.of(Telemetry.Span.ConnectFailed.class).size() > 1);
                client.send(SECRET);
                await(() -> !told.of(Telemetry.Span.CallbackFailed.class).isEmpty());
            }
            recording.stop();
            recording.dump(file);
        }

        List<RecordedEvent> events = RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().startsWith("dev.slipstream."))
                .toList();
        assertThat(told.of(Telemetry.Span.JoinFailed.class)).isNotEmpty();
        assertThat(events).extracting(event -> event.getEventType().getName()).contains("dev.slipstream.Handling");
        assertThat(lines.all).isNotEmpty();
        assertThat(told.all).allSatisfy(observation -> holdsNoSecret(observation, observation.name()));
        assertThat(told.all.toString()).doesNotContain(SECRET);
        assertThat(lines.all.toString()).doesNotContain(SECRET);
        assertThat(events.toString()).doesNotContain(SECRET);
    }

    static Stream<TransportProvider> noObservationLineOrEventHoldsASecret() {
        return Stream.of(new JdkTransportProvider(), new TyrusTransportProvider());
    }

    private static Configuration configuration(PhoenixServer server) {
        return Configuration.builder(server.uri() + "?at=" + SECRET)
                .param("token", SECRET)
                .header("X-Key", SECRET)
                .header("Cookie", SECRET)
                .authToken(SECRET)
                .build();
    }

    /** Looks into records, as a listener can. */
    private static void holdsNoSecret(Object value, String where) throws ReflectiveOperationException {
        assertThat(value).as(where).isNotInstanceOfAny(Payload.class, Configuration.class, Throwable.class);
        switch (value) {
            case Connection connection ->
                assertThat(connection.headers()).as(where).isEmpty();
            case Failure.HandshakeRefused refused ->
                assertThat(refused).as(where).isEqualTo(Failure.HandshakeRefused.of(refused.status()));
            case Record record -> {
                for (RecordComponent component : record.getClass().getRecordComponents()) {
                    component.getAccessor().setAccessible(true);
                    holdsNoSecret(component.getAccessor().invoke(record), where + "." + component.getName());
                }
            }
            default ->
                assertThat(value)
                        .as(where)
                        .isInstanceOfAny(String.class, Number.class, Duration.class, Enum.class, List.class);
        }
    }

    private static void await(java.util.function.BooleanSupplier done) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!done.getAsBoolean() && System.nanoTime() < end) {
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(done.getAsBoolean()).isTrue();
    }
}
