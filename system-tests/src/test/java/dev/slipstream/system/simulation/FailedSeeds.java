package dev.slipstream.system.simulation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The seeds that failed once. A file lists them, one per line, each with the cause. */
final class FailedSeeds {

    private FailedSeeds() {}

    /** Reads the seeds of a file in {@code /simulation}. */
    static List<Long> of(String file) throws IOException {
        try (InputStream in = FailedSeeds.class.getResourceAsStream("/simulation/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .map(Long::valueOf)
                    .toList();
        }
    }
}
