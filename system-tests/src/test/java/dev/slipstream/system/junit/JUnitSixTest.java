package dev.slipstream.system.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The test kit's extension is compiled against JUnit 5, and all other tests run the extension on JUnit 5. This test
 * runs the extension on JUnit 6.
 */
class JUnitSixTest {

    private static final long PATIENCE_SECONDS = 300;

    /** The folder where the build puts JUnit 6, as a single jar. */
    private static final Path JUNIT_SIX = Path.of("target", "junit6");

    @Test
    void extensionRunsOnJUnitSix(@TempDir Path folder) throws IOException, InterruptedException {
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(command())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);

            String printed = Files.readString(output);
            assertThat(ended).as(printed).isTrue();
            assertThat(printed).contains("2 tests successful", "0 tests failed");
            assertThat(process.exitValue()).as(printed).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    private static List<String> command() throws IOException {
        List<String> path = new ArrayList<>();
        try (Stream<Path> jars = Files.list(JUNIT_SIX)) {
            jars.map(Path::toString).forEach(path::add);
        }
        assertThat(path).as("jars of JUnit 6").hasSize(1);
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !isOfJUnitFive(Path.of(entry).getFileName().toString()))
                .forEach(path::add);
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                String.join(File.pathSeparator, path),
                "org.junit.platform.console.ConsoleLauncher",
                "execute",
                "--select-class=" + OnJUnitSix.class.getName(),
                "--details=tree",
                "--disable-ansi-colors");
    }

    private static boolean isOfJUnitFive(String jar) {
        return jar.contains("junit") || jar.startsWith("opentest4j");
    }
}
