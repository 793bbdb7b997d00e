package dev.slipstream.testkit.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NotReplayedTest {

    private static final List<Capture> CAPTURES = Capture.all();

    @Test
    void everyNameStandsForACapture() {
        for (Map<String, String> table : List.of(
                NotReplayed.ANYWHERE, NotReplayed.BY_THE_MODEL, NotReplayed.BY_THE_SERVER, NotReplayed.BY_THE_CLIENT)) {
            assertThat(table.keySet())
                    .allSatisfy(name -> assertThat(CAPTURES).anyMatch(capture -> NotReplayed.matches(name, capture)));
        }
    }

    /** A capture that is added must be honoured or listed, and one that is listed must be meant. */
    @Test
    void allOthersAreReplayed() {
        long listed = CAPTURES.stream()
                .filter(capture -> NotReplayed.isListed(capture, NotReplayed.ANYWHERE))
                .count();

        assertThat(ModelCaptureTest.replayed()).hasSize(374);
        assertThat(ServerCaptureTest.replayed()).hasSize(394);
        assertThat(listed).isEqualTo(95);
    }
}
