package dev.slipstream.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Runs the tour as a program, and checks its exit code. */
@Isolated // parallel tours could make the steps of this tour miss their deadlines
class TourProgramTest {

    /** Turns off a warning that SLF4J prints at its start. The module's pom runs the tour with the same option. */
    private static final String NO_WARNING_OF_SLF4J = "-Dslf4j.internal.verbosity=ERROR";

    @TempDir
    private Path scratch;

    private record Run(int exit, String output) {}

    @Test
    void exitsWithZeroIfEverythingWorked() throws Exception {
        Run run = program();

        assertThat(run.output()).contains("All steps worked, in ");
        assertThat(run.exit()).as(run.output()).isZero();
    }

    /** No log line of the client, the server or a library is between the lines of the tour. */
    @Test
    void printsOnlyItsOwnLines() throws Exception {
        Run run = program(NO_WARNING_OF_SLF4J);

        assertThat(run.output().lines())
                .hasSize(Step.values().length + 2)
                .allMatch(line -> line.matches("\\w+ +\\d+ ms  .*|The server listens on .*|All steps worked, .*"));
    }

    @Test
    void exitsWithOneAndNamesBrokenStep() throws Exception {
        Run run = program("-Dtour.break=reply");

        assertThat(run.output()).contains("The tour failed at the step reply").doesNotContain("worked");
        assertThat(run.exit()).isEqualTo(1);
    }

    /** Runs the tour in a new JVM. */
    private Run program(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(Arrays.asList(options));
        String modules = System.getProperty("jdk.module.path", "");
        String path = modules + File.pathSeparator + System.getProperty("java.class.path");
        command.addAll(List.of("-cp", path, Tour.class.getName()));
        Path output = scratch.resolve("output.txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(300, TimeUnit.SECONDS))
                    .as("the tour ended")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Run(process.exitValue(), Files.readString(output));
    }
}
