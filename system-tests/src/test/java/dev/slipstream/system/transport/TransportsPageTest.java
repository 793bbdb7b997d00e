package dev.slipstream.system.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.system.layout.Page;
import dev.slipstream.system.layout.ProjectLayout;
import dev.slipstream.transport.contract.Difference;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/transports.md} lists the differences between the websocket libraries exactly as the transports' tests do.
 */
class TransportsPageTest {

    private static final ProjectLayout PROJECT = ProjectLayout.ofThisBuild();
    private static final Pattern NAMED = Pattern.compile("\\| `([A-Z_0-9]+)` \\|.*");
    private static final Pattern FRAMES = Pattern.compile("\\| (\\d[.\\d]* .+) \\| `(.+)` \\|(.*)\\|(.*)\\|(.*)\\|");

    private final List<String> page = Files.readAllLines(PROJECT.page(Page.TRANSPORTS));

    TransportsPageTest() throws IOException {}

    @Test
    void everyContractDifferenceHasARow() {
        assertThat(page.stream()
                        .map(NAMED::matcher)
                        .filter(row -> row.matches())
                        .map(row -> row.group(1)))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Difference.values()).map(Enum::name).toList());
    }

    @Test
    void frameDifferencesMatchTheRows() throws IOException {
        Map<String, List<String>> rows = page.stream()
                .map(FRAMES::matcher)
                .filter(row -> row.matches())
                .collect(Collectors.toMap(
                        row -> row.group(1),
                        row -> List.of(
                                row.group(3).strip(),
                                row.group(4).strip(),
                                row.group(5).strip())));
        Map<String, String> jdk = differences("transport-jdk");
        Map<String, String> tyrus = differences("transport-tyrus");
        Map<String, String> netty = differences("transport-netty");
        TreeSet<String> listed = new TreeSet<>(jdk.keySet());
        listed.addAll(tyrus.keySet());
        listed.addAll(netty.keySet());

        assertThat(rows.keySet()).isEqualTo(listed);
        assertThat(rows)
                .allSatisfy((name, cells) -> assertThat(cells)
                        .containsExactly(
                                jdk.getOrDefault(name, ""),
                                tyrus.getOrDefault(name, ""),
                                netty.getOrDefault(name, "")));
    }

    /** Returns how the connection ends in each case that differs, by the name of the case. */
    private static Map<String, String> differences(String module) throws IOException {
        Map<String, String> ends = new TreeMap<>();
        String name = "";
        for (String line :
                Files.readAllLines(PROJECT.module(module).resolve("src/test/resources/rfc6455-differences.txt"))) {
            if (line.startsWith("    = ")) {
                ends.put(name, "`" + line.substring(6).replace(" \"\"", "") + "`");
            } else if (!line.isBlank() && !line.startsWith("#")) {
                name = line;
            }
        }
        return ends;
    }
}
