package dev.slipstream.testkit.server.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NotReplayedTest {

    private static final List<Capture> CAPTURES = Capture.all();

    @Test
    void everyNameMatchesCapture() {
        for (Map<String, String> table : List.of(
                NotReplayed.BY_NO_SERVER,
                NotReplayed.BY_THE_MODEL,
                NotReplayed.BY_THE_SERVER,
                NotReplayed.BY_THE_CLIENT)) {
            assertThat(table.keySet())
                    .allSatisfy(name -> assertThat(CAPTURES).anyMatch(capture -> NotReplayed.matches(name, capture)));
        }
    }

    /** If you add a capture, it must be replayed or listed, and you must update the counts in this test. */
    @Test
    void allOthersAreReplayed() {
        long listed = CAPTURES.stream()
                .filter(capture -> NotReplayed.isListed(capture, NotReplayed.BY_NO_SERVER))
                .count();

        assertThat(ModelCaptureTest.replayed()).hasSize(411);
        assertThat(ServerCaptureTest.replayed()).hasSize(431);
        assertThat(listed).isEqualTo(58);
    }

    /**
     * The README of the captures lists scenarios that were recorded but are not in the folder. The numbers in the
     * README must add up, and no capture may have the name of a listed scenario.
     */
    @Test
    void omittedCapturesAreListed() throws IOException {
        List<String> readme = Files.readAllLines(Path.of("src/test/resources/captures/README.md"));
        List<String> longPoll = readme.stream()
                .filter(line -> line.startsWith("- `"))
                .map(line -> line.substring(3, line.length() - 1))
                .toList();
        assertThat(longPoll).hasSize(26).doesNotHaveDuplicates();
        assertThat(longPoll)
                .allSatisfy(name -> assertThat(CAPTURES)
                        .noneMatch(capture -> capture.scenario().equals(name)));

        long here = 0;
        for (String row :
                readme.stream().filter(line -> line.startsWith("| phoenix-")).toList()) {
            String[] cells = row.split(" *\\| *");
            int[] numbers = Stream.of(cells).skip(2).mapToInt(Integer::parseInt).toArray();
            assertThat(numbers[1]).isEqualTo(cells[1].contains("1.8") ? longPoll.size() : longPoll.size() - 1);
            assertThat(CAPTURES.stream().filter(capture -> capture.folder().equals(cells[1])))
                    .as(row)
                    .hasSize(numbers[0] - numbers[1] - numbers[2])
                    .hasSize(numbers[3]);
            here += numbers[3];
        }
        assertThat(here).isEqualTo(CAPTURES.size());
    }
}
