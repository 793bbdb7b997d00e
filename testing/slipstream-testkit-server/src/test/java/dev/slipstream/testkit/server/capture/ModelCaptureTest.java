package dev.slipstream.testkit.server.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.testkit.phoenix.Endpoint;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The model of Phoenix answers each recorded client like the real server that was recorded. */
class ModelCaptureTest {

    private static final long SEEDS = 1000;

    static Stream<Capture> replayed() {
        return Capture.all().stream()
                .filter(capture -> !NotReplayed.isListed(capture, NotReplayed.BY_NO_SERVER))
                .filter(capture -> !NotReplayed.isListed(capture, NotReplayed.BY_THE_MODEL));
    }

    static Stream<Capture> racing() {
        return replayed().filter(capture -> capture.forms().size() > 1);
    }

    @ParameterizedTest
    @MethodSource("replayed")
    void modelAnswersLikeRealServer(Capture capture) {
        Replay.Outcome outcome = run(capture.forms().get(0), RecordedApp.endpoint(capture));

        assertThat(outcome.actual()).isEqualTo(outcome.expected());
    }

    @ParameterizedTest
    @MethodSource("racing")
    void someSeedGivesEachRecordedFormOfRace(Capture capture) {
        Endpoint endpoint = RecordedApp.endpoint(capture);

        for (List<CaptureLine> form : capture.forms()) {
            assertThat(LongStream.range(0, SEEDS))
                    .as("a seed that gives form " + capture.forms().indexOf(form))
                    .anyMatch(seed -> run(form, endpoint.withSeed(seed)).isRight());
        }
    }

    private static Replay.Outcome run(List<CaptureLine> form, Endpoint endpoint) {
        try (Peer peer = new ModelPeer(endpoint)) {
            return Replay.run(form, peer);
        }
    }
}
