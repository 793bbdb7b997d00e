package dev.slipstream.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.testkit.server.PhoenixServer;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the Java programs on the pages for users of other clients. The server is {@link GuideServer}. */
@Isolated // a second JVM compiles the program; its load could make other tests miss their short deadlines
class OtherClientsTest {

    private static final int MAX_LINES = 50;
    private static final String TOKEN = ".param(\"token\", \"secret\")";
    private static final String SECONDS = "Timeout(java.time.Duration.ofSeconds(100))";

    @TempDir
    private Path scratch;

    @ParameterizedTest
    @ValueSource(strings = {"from-phoenix-js.md", "from-java-phoenix-client.md"})
    void programPrintsWhatThePageShows(String page) throws Exception {
        SourceProgram program = SourceProgram.on(Path.of("..", "docs", page));

        try (PhoenixServer server = GuideServer.start(0)) {
            assertThat(patient(program).run(server, scratch)).containsExactlyInAnyOrderElementsOf(program.output());
            assertThat(server.crashes()).isEmpty();
        }
        assertThat(program.code().lines().count()).isLessThanOrEqualTo(MAX_LINES);
    }

    /** Returns the program with longer timeouts. On a busy machine, a new JVM may need more than 10 s to connect. */
    private static SourceProgram patient(SourceProgram program) {
        assertThat(program.code()).contains(TOKEN);
        String patience = TOKEN + ".connect" + SECONDS + ".join" + SECONDS + ".request" + SECONDS;
        return new SourceProgram(program.code().replace(TOKEN, patience), program.output());
    }
}
