package dev.slipstream.system.swap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Observation;
import dev.slipstream.core.Observation.Span;
import dev.slipstream.system.RoomChannel;
import dev.slipstream.testkit.server.PhoenixServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Without a listener, telemetry creates no observation of a message, connection, callback, join or request, and keeps
 * no context of a caller. So the JVM does not load the classes of these observations and contexts. This also holds with
 * the default log, because the default log observes only problems.
 */
class TelemetryCostTest {

    private static final List<String> ADAPTERS =
            List.of("dev.slipstream.serializer.jackson", "dev.slipstream.transport.jdk");

    private static final List<String> FREQUENT = Stream.of(
                    Observation.MessageSent.class,
                    Observation.QueuesMeasured.class,
                    Span.CallbackStarted.class,
                    Span.CallbackSucceeded.class,
                    Span.ConnectionStarted.class,
                    Span.ConnectionEnded.class,
                    Span.HandlingStarted.class,
                    Span.HandlingSucceeded.class,
                    Span.JoinStarted.class,
                    Span.JoinSucceeded.class,
                    Span.RequestStarted.class,
                    Span.RequestEnded.class)
            .map(Class::getName)
            .toList();

    @Test
    void unobservedEventsAreNotCreated(@TempDir Path scratch) throws Exception {
        Program program = new Program(Files.createDirectory(scratch.resolve("program")));
        try (PhoenixServer server = PhoenixServer.start(RoomChannel.endpoint())) {
            String uri = server.uri().toString();

            Set<String> silent = program.loaded("Visitor", ADAPTERS, uri);
            Set<String> logging = program.loaded("Visitor", ADAPTERS, uri, "logging");
            Set<String> listening = program.loaded("Visitor", ADAPTERS, uri, "listening");

            assertThat(listening).contains("dev.slipstream.process.RequestSpans");
            listening.retainAll(FREQUENT);
            assertThat(listening).containsExactlyInAnyOrderElementsOf(FREQUENT);
            assertThat(silent).contains("dev.slipstream.core.Socket");
            assertThat(silent)
                    .doesNotContain("dev.slipstream.process.RequestSpans", "dev.slipstream.process.InContext$Step");
            silent.retainAll(FREQUENT);
            assertThat(silent).isEmpty();
            assertThat(logging).contains(Observation.ReconnectScheduled.class.getName());
            logging.retainAll(FREQUENT);
            assertThat(logging).isEmpty();
        }
    }
}
