package dev.slipstream.system.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.slipstream.system.layout.Page;
import dev.slipstream.system.layout.ProjectLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds the user's project that the README shows, with Maven and outside of this project's folder. */
class OutsideProjectTest {

    private static final long PATIENCE_MINUTES = 10;

    private static final ProjectLayout PROJECT = ProjectLayout.ofThisBuild();

    @TempDir
    private Path scratch;

    @Test
    void projectOfTheReadmeBuildsAndItsTestPasses() throws Exception {
        assumeThat(LocalRepository.hasAllJars())
                .as("there is a jar of each module, which `mvn test` does not build")
                .isTrue();
        LocalRepository repository = LocalRepository.beside(scratch.resolve("repository"));
        repository.install(PROJECT);
        String readme = Files.readString(PROJECT.page(Page.README));
        Path project = Files.createDirectory(scratch.resolve("lobby"));
        write(project.resolve("pom.xml"), block(readme, "```xml\n", 0));
        write(project.resolve("src/main/java/Lobby.java"), block(readme, "```java\n", 0));
        write(project.resolve("src/test/java/LobbyTest.java"), block(readme, "```java\n", 3));

        Path output = scratch.resolve("output.txt");
        int exit = maven(project, output, "-B", "test", "-Dmaven.repo.local=" + repository.folder());

        assertThat(exit).as(Files.readString(output)).isZero();
        assertThat(output).content().contains("Tests run: 1, Failures: 0, Errors: 0, Skipped: 0");
    }

    /**
     * Returns one of the page's code blocks that begin with this text, chosen by its index. The beginning and the
     * closing fence are left out.
     */
    private static String block(String page, String begin, int index) {
        int from = page.indexOf(begin);
        for (int skipped = 0; skipped < index; skipped++) {
            from = page.indexOf(begin, from + 1);
        }
        return page.substring(from + begin.length(), page.indexOf("```", from + begin.length()));
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** Runs the Maven of this build on the JDK of this build. Returns the exit code. */
    private static int maven(Path project, Path output, String... arguments) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("maven.home"), "bin", "mvn").toString());
        builder.command().addAll(List.of(arguments));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().remove("MAVEN_ARGS");
        builder.environment().remove("MAVEN_OPTS");
        Process process = builder.directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            return process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES) ? process.exitValue() : -1;
        } finally {
            process.destroyForcibly();
        }
    }
}
