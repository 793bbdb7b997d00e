package dev.slipstream.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class CompressionTest {

    private static Compression with(UnaryOperator<Compression.Builder> option) {
        return option.apply(Compression.builder()).build();
    }

    @Test
    void standardOptionsAreThoseOfTheBuilder() {
        assertThat(Compression.standard())
                .hasToString("Compression[level=6, thresholdBytes=default, contextTakeover=true, serverWindowBits=15,"
                        + " binary=true]");
        assertThat(Compression.builder().build())
                .hasToString(Compression.standard().toString());
    }

    @Test
    void optionsAreKept() {
        Compression chosen = Compression.builder()
                .level(1)
                .thresholdBytes(0)
                .contextTakeover(false)
                .serverWindowBits(8)
                .binary(false)
                .build();

        assertThat(chosen)
                .hasToString("Compression[level=1, thresholdBytes=0, contextTakeover=false, serverWindowBits=8,"
                        + " binary=false]");
    }

    @Test
    void optionsOutOfRangeAreRefused() {
        assertRefused(builder -> builder.level(0), "compression level: 0 is not accepted; accepted: 1 to 9");
        assertRefused(builder -> builder.level(10), "compression level: 10 is not accepted; accepted: 1 to 9");
        assertRefused(
                builder -> builder.thresholdBytes(-1),
                "compression thresholdBytes: -1 is not accepted; accepted: 0 to 1073741824");
        assertRefused(
                builder -> builder.serverWindowBits(7),
                "compression serverWindowBits: 7 is not accepted; accepted: 8 to 15");
        assertRefused(
                builder -> builder.serverWindowBits(16),
                "compression serverWindowBits: 16 is not accepted; accepted: 8 to 15");
    }

    private static void assertRefused(UnaryOperator<Compression.Builder> option, String message) {
        assertThatThrownBy(() -> with(option))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
