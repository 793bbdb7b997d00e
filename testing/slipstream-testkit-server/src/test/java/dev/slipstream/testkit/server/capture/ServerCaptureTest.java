package dev.slipstream.testkit.server.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The server on sockets answers the recorded clients as the real ones did, version by version. */
@Execution(ExecutionMode.CONCURRENT)
class ServerCaptureTest {

    /** Where the recorded client paused for a moment, one on a machine with more to do may pause for longer: then once more. */
    private static final int TRIES = 4;

    static Stream<Capture> replayed() {
        return Capture.all().stream()
                .filter(capture -> !NotReplayed.isListed(capture, NotReplayed.ANYWHERE))
                .filter(capture -> !NotReplayed.isListed(capture, NotReplayed.BY_THE_SERVER));
    }

    @ParameterizedTest
    @MethodSource("replayed")
    void answersAsTheRealOne(Capture capture) {
        List<CaptureLine> lines = capture.forms().get(0);
        boolean pauses = lines.stream().anyMatch(CaptureLine.Waited.class::isInstance);
        Replay.Outcome outcome = run(capture, lines);
        for (int tries = 1; pauses && !outcome.isRight() && tries < TRIES; tries++) {
            outcome = run(capture, lines);
        }

        assertThat(outcome.actual()).isEqualTo(outcome.expected());
    }

    private static Replay.Outcome run(Capture capture, List<CaptureLine> lines) {
        try (Peer peer = new ServerPeer(RecordedApp.endpoint(capture))) {
            return Replay.run(lines, peer);
        }
    }
}
