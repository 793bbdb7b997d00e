package dev.slipstream.system.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipstream.system.layout.Page;
import dev.slipstream.system.layout.ProjectLayout;
import dev.slipstream.system.parity.NamedTests;
import dev.slipstream.system.parity.ParityPage;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each promise of {@link Page#PROMISES} names tests that passed. Runs last, after those tests. */
@Tag("reads-reports")
class PromisesTest {

    private static final int PROMISES = 14;

    private static final ProjectLayout PROJECT = ProjectLayout.ofThisBuild();

    private final ParityPage page = ParityPage.read(PROJECT.page(Page.PROMISES));

    PromisesTest() throws Exception {}

    @Test
    void everyPromiseHasARowWithTests() {
        assertThat(page.rows())
                .extracting(ParityPage.Row::id)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, PROMISES)
                        .mapToObj(promise -> "P" + promise)
                        .toList());
        assertThat(page.rows())
                .allSatisfy(row -> assertThat(row.shownBy()).as(row.id()).isNotEmpty());
    }

    @Test
    void namedTestsPassed() throws Exception {
        assumeTrue(System.getProperty("test") == null, "only some tests were selected, so the others have no report");

        assertThat(NamedTests.of(page).unproven())
                .as("named tests that did not run, were skipped or failed")
                .isEmpty();
    }

    /**
     * Runs the command {@code .ci/prove} for each promise. A script replaces Maven, and prints the arguments that it
     * gets.
     */
    @Test
    void commandOfAPromiseRunsItsTests(@TempDir Path folder) throws Exception {
        Path maven = folder.resolve("mvn");
        Files.writeString(maven, "#!/bin/sh\necho \"$@\"\n");
        assertThat(maven.toFile().setExecutable(true)).isTrue();

        for (ParityPage.Row row : page.rows()) {
            String tests = String.join(",", row.shownBy())
                    .replaceAll(
                            "contract (\\w+)",
                            "JdkTransportContractTest.$1,TyrusTransportContractTest.$1,NettyTransportContractTest.$1")
                    .replace('.', '#');
            assertThat(prove(folder, row.id()))
                    .contains("-Dtest=" + tests + " ")
                    .endsWith(" -Dsoak.seconds=300");
        }
    }

    private static String prove(Path maven, String promise) throws Exception {
        ProcessBuilder prove = new ProcessBuilder(".ci/prove", promise, "-Dsoak.seconds=300")
                .directory(PROJECT.root().toFile())
                .redirectErrorStream(true);
        prove.environment().merge("PATH", maven.toString(), (path, first) -> first + File.pathSeparator + path);
        Process process = prove.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
