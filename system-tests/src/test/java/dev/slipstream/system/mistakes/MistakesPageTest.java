package dev.slipstream.system.mistakes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.system.RoomChannel;
import dev.slipstream.system.layout.Page;
import dev.slipstream.system.layout.ProjectLayout;
import dev.slipstream.testkit.server.PhoenixServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/mistakes.md} shows the message of each {@link Mistake}. This test makes each mistake, and compares the
 * page with the messages.
 *
 * <p>With {@code -Dmistakes.rewrite} this test writes the page again.
 */
class MistakesPageTest {

    private static final int FEWEST = 20;

    private static final String BEGIN = """
            # What does this message mean?

            Each section below has a mistake and the message that it causes. A message that begins with `WARNING` or
            `SEVERE` is a line of the logger `dev.slipstream`. Such a line names the client and the first 8 digits of
            the client's trace. If the client has called `connect`, the line also has the URI without the query. The
            first line of each cause is written at once. Further lines of this cause are counted, and the count is
            written at most once a minute
            ([telemetry.md](telemetry.md#the-default-log)). A test makes each mistake and compares the message with this
            page, so the messages are those of this version.

            `RunningClient.close()` in a callback prints nothing: the client ends when the callback has returned.
            """;

    @Test
    void pageShowsTheMessageOfEachMistake() throws Exception {
        Path file = ProjectLayout.ofThisBuild().page(Page.MISTAKES);
        String page = page();
        if (System.getProperty("mistakes.rewrite") != null) {
            Files.writeString(file, page);
            return;
        }
        List<String> shown = sections(Files.readString(file));
        List<String> printed = sections(page);
        List<String> changed = new ArrayList<>(printed);
        changed.removeAll(shown);
        List<String> gone = new ArrayList<>(shown);
        gone.removeAll(printed);
        assertThat(changed)
                .as(
                        "%s shows other messages: %s%nIf this is intended, rewrite the page and commit it:%n%s",
                        Page.MISTAKES.path(),
                        gone,
                        "mvn -Dfast test -pl system-tests -am -Dtest=MistakesPageTest"
                                + " -Dsurefire.failIfNoSpecifiedTests=false -DargLine=-Dmistakes.rewrite")
                .isEmpty();
        assertThat(printed).isEqualTo(shown);
    }

    /** The sections of a page, so that a failure of this test shows only what differs. */
    private static List<String> sections(String page) {
        return List.of(page.split("\n(?=##)"));
    }

    private static String page() throws Exception {
        try (PhoenixServer server = PhoenixServer.start(RoomChannel.endpoint())) {
            String base = "ws://localhost:" + server.port();
            String uri = base + "/socket/websocket?token=" + RoomChannel.TOKEN;
            Map<String, List<Mistake>> sections = new LinkedHashMap<>();
            sections.put("Starting a client", StartMistakes.all());
            sections.put("Connecting", new ConnectMistakes(base).all());
            sections.put("Topics and messages", new TopicMistakes(server, uri).all());
            sections.put("Payloads", PayloadMistakes.all());
            sections.put("Callbacks, calls and sessions", new CallbackMistakes(uri).all());
            sections.put("Channel handles", new ChannelMistakes(uri).all());

            StringBuilder page = new StringBuilder(BEGIN);
            int count = 0;
            for (Map.Entry<String, List<Mistake>> section : sections.entrySet()) {
                page.append("\n## ").append(section.getKey()).append('\n');
                for (Mistake mistake : section.getValue()) {
                    String message = mistake.message();
                    page.append("\n### ").append(mistake.title()).append("\n\n```text\n");
                    page.append(general(message, server.port())).append("\n```\n");
                    count++;
                }
            }
            assertThat(count).isGreaterThanOrEqualTo(FEWEST);
            return page.toString();
        }
    }

    /**
     * Replaces what differs between runs and mistakes. Each port becomes Phoenix's usual port, and all clients get the
     * same name. Thread numbers become 1, 2 and so on. The time that a callback has been running becomes 12 ms.
     */
    private static String general(String message, int port) {
        int[] threads = {0};
        String numbered =
                Pattern.compile("thread \\d+").matcher(message).replaceAll(thread -> "thread " + ++threads[0]);
        String timed = numbered.replaceAll("running for PT[0-9.]+S", "running for PT0.012S");
        String named = timed.replaceAll("lobby-\\d+", "lobby");
        return named.replace(":" + port, ":4000").replaceAll("(localhost|127\\.0\\.0\\.1):1\\b", "localhost:4000");
    }
}
