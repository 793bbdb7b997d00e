package dev.slipstream.system.parity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.system.layout.ProjectLayout;
import dev.slipstream.system.planted.MainSources;
import dev.slipstream.system.planted.PatchedClasses;
import dev.slipstream.system.planted.Planting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The transcripts of {@code WebSocketMachine} detect planted bugs. A build tries {@link #SAMPLE} of these bugs.
 * {@code -Dtransport.planted=all} tries all bugs.
 */
class WebSocketPlantsTest {

    private static final Path TEST_CLASSES = Path.of("")
            .toAbsolutePath()
            .relativize(Path.of(WebSocketPlantsTest.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .getPath()));

    private static final int SAMPLE = 6;

    private final List<Planting> bugs = Planting.read("/transport/planted-bugs.txt");

    WebSocketPlantsTest() throws IOException {}

    @Test
    void transcriptDetectsEachBug(@TempDir Path scratch) throws Exception {
        List<Trial> trials = new ArrayList<>();
        Path core = MainSources.ofThisBuild().module(bugs.getFirst());
        boolean isAll = System.getProperty("transport.planted", "").equals("all");
        for (Planting bug : isAll ? bugs : Planting.sample(bugs, SAMPLE)) {
            NamedTest transcript = NamedTest.find(
                    ProjectLayout.ofThisBuild(), "transcript " + bug.name().split(":")[0], core);
            Path folder = Files.createTempDirectory(scratch, "bug");
            for (Map.Entry<String, byte[]> type : PatchedClasses.compiled(bug).entrySet()) {
                Files.write(folder.resolve(type.getKey()), type.getValue());
            }
            trials.add(Trial.control(transcript));
            trials.add(Trial.of(bug.name(), folder, transcript));
        }

        Map<String, TrialOutcome> outcomes = new TrialRuns(TEST_CLASSES, scratch)
                .run(core, trials).stream().collect(Collectors.toMap(TrialOutcome::trial, Function.identity()));

        assertThat(outcomes.values())
                .allSatisfy(outcome -> assertThat(outcome.color())
                        .as(outcome.toString())
                        .isEqualTo(
                                outcome.trial().startsWith("control")
                                        ? TrialOutcome.Color.GREEN
                                        : TrialOutcome.Color.RED));
    }

    @Test
    void eachBugCanBePlanted() {
        assertThat(bugs).extracting(Planting::name).doesNotHaveDuplicates();
        assertThat(PatchedClasses.complaints(bugs)).isEmpty();
    }
}
