package dev.slipstream.system.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.examples.GuideServer;
import dev.slipstream.system.layout.Page;
import dev.slipstream.system.layout.ProjectLayout;
import dev.slipstream.testkit.server.PhoenixServer;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Runs the JavaScript program that the page for users of phoenix.js shows, with the official client. The page says that
 * this program prints the same lines as the Java program. The tests of the examples run the Java program.
 */
class OfficialProgramTest {

    private static final String SCRIPT = "page-program.js";

    /** The code in front of the program. It ends the program when a given number of different lines are printed. */
    private static final String BEGINNING = """
            import WebSocket from "ws";
            globalThis.WebSocket = WebSocket; // Node.js has its own WebSocket only since version 22
            const print = console.log;
            const seen = new Set();
            console.log = (line) => {
              print(line);
              seen.add(line);
              if (seen.size === %d) process.exit(0);
            };
            """;

    @Test
    void programPrintsWhatThePageShows() throws Exception {
        String page = Files.readString(ProjectLayout.ofThisBuild().page(Page.FROM_PHOENIX_JS));
        List<String> shown = block(page, "```text\n").lines().toList();
        Node node = Node.installed();

        try (PhoenixServer server = GuideServer.start(0)) {
            String program = block(page, "```js\n")
                    .replace("localhost:4000", "localhost:" + server.port())
                    .replace("{ params: {", "{ timeout: 100_000, params: {"); // the machine may be busy
            assertThat(program).contains("localhost:" + server.port(), "100_000");
            Files.writeString(node.file(SCRIPT), BEGINNING.formatted(shown.size()) + program);
            node.run(Duration.ofMinutes(5), SCRIPT);
            assertThat(server.crashes()).isEmpty();
        }

        List<String> printed = Files.readAllLines(node.file(SCRIPT + ".log"));
        assertThat(printed.stream().distinct()).containsExactlyInAnyOrderElementsOf(shown);
    }

    private static String block(String page, String begin) {
        int from = page.indexOf(begin) + begin.length();
        return page.substring(from, page.indexOf("```", from));
    }
}
