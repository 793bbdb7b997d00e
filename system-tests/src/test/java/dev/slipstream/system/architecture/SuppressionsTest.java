package dev.slipstream.system.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nothing that a checker says of shipped code is silenced without a reason beside it. */
class SuppressionsTest {

    private static final Path PROJECT = Path.of("").toAbsolutePath().getParent();

    @Test
    void eachSuppressionHasItsReason() throws IOException {
        List<String> bare = new ArrayList<>();
        int all = 0;
        for (Path source : sources()) {
            List<String> lines = Files.readAllLines(source);
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).contains("@SuppressWarnings")) {
                    all++;
                    if (!hasReason(lines, i)) {
                        bare.add(PROJECT.relativize(source) + ":" + (i + 1));
                    }
                }
            }
        }

        assertThat(bare).isEmpty();
        assertThat(all).isGreaterThan(10);
    }

    @Test
    void eachMatchOfSpotBugsHasItsReason() throws IOException {
        String filter = Files.readString(PROJECT.resolve(".ci/spotbugs.xml"));

        assertThat(filter.split("<Match>", -1)).hasSizeGreaterThan(1);
        assertThat(filter.replaceAll("(?s)-->\\s*<Match>.*?</Match>", "")).doesNotContain("<Match>");
    }

    /** Behind it, or in the comment of what it stands at. */
    private static boolean hasReason(List<String> lines, int at) {
        return lines.get(at).contains("//") || lines.get(at - 1).strip().endsWith("*/");
    }

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        try (Stream<Path> modules = Files.list(PROJECT)) {
            for (Path main : modules.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(main)) {
                    files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
                }
            }
        }
        return sources;
    }
}
