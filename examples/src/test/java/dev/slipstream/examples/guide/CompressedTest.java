package dev.slipstream.examples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.CompressionTotals;
import dev.slipstream.core.Connection;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Telemetry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompressedTest {

    @Test
    void configurationAsksForCompression() {
        assertThat(Compressed.standard().compression()).isPresent();
    }

    @Test
    void listenerShowsTheAnswerAndTheSizes() {
        List<String> lines = new ArrayList<>();
        Telemetry telemetry = Compressed.shows(lines::add);
        Connection connection = Connection.numbered(1);

        telemetry.observed(new Observation.CompressionNegotiated(connection, ""));
        telemetry.observed(new Observation.CompressionNegotiated(connection, "permessage-deflate"));
        telemetry.observed(
                new Observation.CompressionMeasured(connection, new CompressionTotals(0, 0, 0, 0, 500, 33_624, 7_188)));

        assertThat(lines).containsExactly("not compressed", "permessage-deflate", "7188 bytes instead of 33624");
    }
}
