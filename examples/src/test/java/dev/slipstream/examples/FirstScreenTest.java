package dev.slipstream.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.testkit.server.PhoenixServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Runs the first program of the README as a source file, without a build, against {@link ChatServer}. */
@Isolated // a second JVM compiles the program; its load could make other tests miss their short deadlines
class FirstScreenTest {

    @TempDir
    private Path scratch;

    @Test
    void programPrintsWhatTheReadmeShows() throws Exception {
        SourceProgram program = SourceProgram.on(Path.of("..", "README.md"));

        try (PhoenixServer server = ChatServer.start(0)) {
            assertThat(program.run(server, scratch)).isEqualTo(program.output());
        }
    }
}
