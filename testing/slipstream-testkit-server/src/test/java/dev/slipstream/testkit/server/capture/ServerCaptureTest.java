package dev.slipstream.testkit.server.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The server on sockets answers the recorded clients like the real servers, version by version. */
@Execution(ExecutionMode.CONCURRENT)
class ServerCaptureTest {

    /** Retries, because on a busy machine a short pause of the recorded client may take longer here. */
    private static final int TRIES = 4;

    static Stream<Capture> replayed() {
        return Capture.all().stream()
                .filter(capture -> !NotReplayed.isListed(capture, NotReplayed.ANYWHERE))
                .filter(capture -> !NotReplayed.isListed(capture, NotReplayed.BY_THE_SERVER));
    }

    @ParameterizedTest
    @MethodSource("replayed")
    void serverAnswersLikeRealServer(Capture capture) {
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
