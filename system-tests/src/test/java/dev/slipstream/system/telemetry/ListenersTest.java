package dev.slipstream.system.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.JfrTelemetry;
import dev.slipstream.LoggerTelemetry;
import dev.slipstream.RunningClient;
import dev.slipstream.core.Telemetry;
import dev.slipstream.simulation.Fault;
import dev.slipstream.simulation.Simulation;
import dev.slipstream.system.RoomChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The telemetry listeners of the library. */
class ListenersTest {

    private static final Duration MOMENT = Duration.ofSeconds(5);

    /**
     * Runs a client whose second join is refused. The client then throws an exception, loses its connection, and
     * reconnects.
     */
    private static void runClient(Telemetry telemetry) {
        try (Simulation simulation = Simulation.calm(1, RoomChannel.endpoint())) {
            RunningClient client = simulation.start(
                    new JoiningClient(
                            JoiningClient.configuration(RoomChannel.TOKEN).build(), "rooms:lobby", "rooms:locked"),
                    options -> options.telemetry(telemetry));
            simulation.advance(MOMENT);
            client.send("x");
            simulation.advance(MOMENT);
            simulation.network().inject(Fault.CUT);
            simulation.advance(MOMENT);
        }
    }

    @Test
    void logHasALinePerChangeAndAWarningPerFailure() {
        Lines lines = new Lines(System.Logger.Level.INFO);

        runClient(LoggerTelemetry.to(lines));

        assertThat(lines.all).allMatch(line -> line.matches("(INFO|WARNING) [0-9a-f]{8} slipstream\\.\\S+ .*"));
        assertThat(lines.all.stream()
                        .map(line -> line.replaceAll(" [0-9a-f]{8} ", " ").replaceAll("\\[.*", "")))
                .containsSubsequence(
                        "INFO slipstream.client.connect.stop ConnectSucceeded",
                        "INFO slipstream.client.join.stop JoinSucceeded",
                        "WARNING slipstream.client.join.exception JoinFailed",
                        "WARNING slipstream.client.handle_info.exception CallbackFailed",
                        "WARNING slipstream.connection.connect.stop ConnectionEnded",
                        "INFO slipstream.client.connect.retry ReconnectScheduled",
                        "INFO slipstream.client.connect.stop ConnectSucceeded",
                        "INFO slipstream.connection.connect.stop ConnectionEnded");
    }

    @Test
    void disabledLevelsAreNotLogged() {
        Lines lines = new Lines(System.Logger.Level.ERROR);

        runClient(LoggerTelemetry.to(lines));

        assertThat(lines.all).isEmpty();
    }

    @Test
    void flightRecorderHasAnEventPerSpan(@TempDir Path scratch) throws Exception {
        Map<String, List<RecordedEvent>> events = recorded(scratch, false);

        assertThat(events.keySet())
                .containsExactlyInAnyOrder(
                        "dev.slipstream.Connect",
                        "dev.slipstream.Connection",
                        "dev.slipstream.Join",
                        "dev.slipstream.Request",
                        "dev.slipstream.Callback",
                        "dev.slipstream.Queues",
                        "dev.slipstream.Notice");
        RecordedEvent request = events.get("dev.slipstream.Request").getFirst();
        assertThat(request.getString("trace")).matches("[0-9a-f]{32}");
        assertThat(request.getString("topic")).isEqualTo("rooms:lobby");
        assertThat(request.getString("event")).isEqualTo("echo");
        assertThat(request.getString("outcome")).isEqualTo("Ok");
        assertThat(request.getDuration("took")).isPositive();
        assertThat(events.get("dev.slipstream.Join"))
                .extracting(join -> join.getString("outcome"))
                .contains("Joined", "JoinRefused");
        assertThat(events.get("dev.slipstream.Connection"))
                .extracting(connection -> connection.getString("reason"))
                .hasSize(2)
                .last()
                .isEqualTo("Requested[]");
    }

    @Test
    void flightRecorderHasAnEventPerFrameIfEnabled(@TempDir Path scratch) throws Exception {
        List<RecordedEvent> handled = recorded(scratch, true).get("dev.slipstream.Handling");

        assertThat(handled)
                .extracting(event ->
                        event.getString("what") + " " + event.getString("before") + " " + event.getString("after"))
                .contains("Opened OPENING OPEN", "Received OPEN OPEN");
    }

    private static Map<String, List<RecordedEvent>> recorded(Path scratch, boolean isDetailed) throws Exception {
        Path file = scratch.resolve("recording.jfr");
        try (Recording recording = new Recording()) {
            if (isDetailed) {
                recording.enable("dev.slipstream.Handling");
            }
            recording.start();
            runClient(JfrTelemetry.create());
            recording.stop();
            recording.dump(file);
        }
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().startsWith("dev.slipstream."))
                .collect(Collectors.groupingBy(event -> event.getEventType().getName()));
    }
}
