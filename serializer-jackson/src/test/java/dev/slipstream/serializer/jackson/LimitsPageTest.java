package dev.slipstream.serializer.jackson;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** If a frame exceeds a limit, the log names a page. This page lists the limits of this serializer. */
class LimitsPageTest {

    @Test
    void pageHasTheLimits() throws Exception {
        String limits = String.format(
                Locale.ROOT,
                "nesting over %,d, a number over %,d digits, a key over %,d chars, a key with an escaped lone surrogate",
                StrictJson.MAX_DEPTH,
                StrictJson.MAX_NUMBER_CHARS,
                StrictJson.MAX_KEY_CHARS);

        assertThat(Files.readString(Path.of("../docs/protocol.md"))).contains(limits);
    }
}
