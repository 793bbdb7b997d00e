package dev.slipstream.system.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.system.node.Node;
import dev.slipstream.system.trust.TrustLine;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Our presences and the presences of phoenix.js (npm's {@code phoenix}) give equal views and changes for the same
 * messages, except for the listed differences.
 */
class PresenceAgreementTest {

    /** The number of histories. {@code -Dpresence.histories=N} tries N histories. */
    private static final int HISTORIES = Integer.getInteger("presence.histories", 1_000);

    private static final String LINE = "presence histories compared with phoenix.js";

    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final JsonMapper files = new JsonMapper();

    @Test
    void viewsAndChangesAgree() throws Exception {
        TrustLine.write(LINE, HISTORIES, "failed"); // replaced at the end
        Node node = Node.installed();
        Path input = node.file("presence-in.txt");
        Path output = node.file("presence-out.txt");
        write(input);
        node.run(LIMIT, "presence.js", input.toString(), output.toString());

        Map<PresenceDifference, Integer> found = PresenceAgreement.none();
        int messages = 0;
        try (BufferedReader histories = Files.newBufferedReader(input);
                BufferedReader results = Files.newBufferedReader(output)) {
            for (int i = 0; i < HISTORIES; i++) {
                messages += compare(i, files.readTree(histories.readLine()), files.readTree(results.readLine()), found);
            }
        }

        assertThat(messages).isGreaterThan(10 * HISTORIES);
        assertThat(found)
                .as("each listed difference occurs")
                .containsOnlyKeys(PresenceDifference.values())
                .allSatisfy((difference, count) -> assertThat(count).isGreaterThan(HISTORIES / 100));
        TrustLine.write(LINE, HISTORIES, "");
    }

    private void write(Path input) throws Exception {
        PresenceHistories histories = new PresenceHistories(20_261_130);
        try (BufferedWriter lines = Files.newBufferedWriter(input)) {
            for (int i = 0; i < HISTORIES; i++) {
                lines.write(files.writeValueAsString(histories.next()) + "\n");
            }
        }
    }

    /** Compares one history; returns the number of its messages. */
    private static int compare(int number, JsonNode history, JsonNode results, Map<PresenceDifference, Integer> found) {
        assertThat(results.size()).isEqualTo(history.size());
        PresenceAgreement agreement = new PresenceAgreement(found);
        List<JsonNode> sofar = new ArrayList<>();
        for (int i = 0; i < history.size(); i++) {
            sofar.add(history.get(i));
            try {
                if (!agreement.step(history.get(i), results.get(i))) {
                    return i;
                }
            } catch (AssertionError different) {
                throw new AssertionError(
                        "history %d differs after %s: phoenix.js has %s".formatted(number, sofar, results.get(i)),
                        different);
            }
        }
        return history.size();
    }
}
