package dev.slipstream.testkit.server.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The test kit's server answers each recorded client over TCP like the real server that was recorded. */
@Execution(ExecutionMode.CONCURRENT)
class ServerCaptureTest {

    static Stream<Capture> replayed() {
        return Capture.all().stream()
                .filter(capture -> !NotReplayed.isListed(capture, NotReplayed.BY_NO_SERVER))
                .filter(capture -> !NotReplayed.isListed(capture, NotReplayed.BY_THE_SERVER));
    }

    @ParameterizedTest
    @MethodSource("replayed")
    void serverAnswersLikeRealServer(Capture capture) {
        try (Peer peer = new ServerPeer(RecordedApp.endpoint(capture))) {
            Replay.Outcome outcome = Replay.run(capture.forms().get(0), peer);

            assertThat(outcome.actual()).isEqualTo(outcome.expected());
        }
    }
}
