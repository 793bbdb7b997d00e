package dev.slipstream.system.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.system.layout.ProjectLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Each suppressed warning, also in tests, has a comment with the reason. */
class SuppressionsTest {

    private static final ProjectLayout PROJECT = ProjectLayout.ofThisBuild();

    /** An annotation in code, not in a comment or string. */
    private static final Pattern SUPPRESSION = Pattern.compile("^[^\"/*]*@SuppressWarnings\\(");

    private static final List<String> FOLDERS = List.of("src/main/java", "src/test/java");

    private static final Pattern REASON = Pattern.compile("// *\\w+");

    @Test
    void eachSuppressionHasAReason() throws IOException {
        List<String> bare = new ArrayList<>();
        int all = 0;
        for (Path source : sources()) {
            List<String> lines = Files.readAllLines(source);
            for (int i = 0; i < lines.size(); i++) {
                if (SUPPRESSION.matcher(lines.get(i)).find()) {
                    all++;
                    if (!hasReason(lines, i)) {
                        bare.add(PROJECT.root().relativize(source) + ":" + (i + 1));
                    }
                }
            }
        }

        assertThat(bare).isEmpty();
        assertThat(all).isGreaterThan(40);
    }

    @Test
    void eachSpotBugsMatchHasAReason() throws IOException {
        String filter = Files.readString(PROJECT.root().resolve(".ci/spotbugs.xml"));

        assertThat(filter.split("<Match>", -1)).hasSizeGreaterThan(1);
        assertThat(filter.replaceAll("(?s)-->\\s*<Match>.*?</Match>", "")).doesNotContain("<Match>");
    }

    /** Javadoc does not count as a reason, because it describes the declaration. */
    @Test
    void reasonIsOnTheSameLineOrTheLineAbove() {
        assertThat(hasReason(List.of("/** A cast. */", "@SuppressWarnings(\"unchecked\")"), 1))
                .isFalse();
        assertThat(hasReason(List.of("", "@SuppressWarnings(\"unchecked\") //"), 1))
                .isFalse();
        assertThat(hasReason(List.of("@SuppressWarnings(\"unchecked\")"), 0)).isFalse();
        assertThat(hasReason(List.of("", "@SuppressWarnings(\"unchecked\") // a class of this library"), 1))
                .isTrue();
        assertThat(hasReason(List.of("// a class of this library", "@SuppressWarnings(\"unchecked\")"), 1))
                .isTrue();
    }

    private static boolean hasReason(List<String> lines, int at) {
        return REASON.matcher(lines.get(at)).find()
                || (at > 0 && REASON.matcher(lines.get(at - 1).strip()).lookingAt());
    }

    private static List<Path> sources() {
        return FOLDERS.stream()
                .flatMap(folder -> PROJECT.sources(folder).stream())
                .toList();
    }
}
