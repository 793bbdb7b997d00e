package dev.slipstream.system.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.system.layout.Page;
import dev.slipstream.system.layout.ProjectLayout;
import dev.slipstream.transport.contract.BeyondTransports;
import dev.slipstream.transport.contract.TransportContract;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code docs/proofs/faults.md} lists every fault and agrees with the tests. */
class FaultsPageTest {

    private static final ProjectLayout PROJECT = ProjectLayout.ofThisBuild();

    private static final Pattern OF_MESSAGES = Pattern.compile("\\| (F\\d{3}) \\| [^|]+ \\| [^|]+ \\| ([^|]+) \\|");
    private static final Pattern TEST = Pattern.compile("`(\\w+)\\.(\\w+)`");

    private final FaultsPage page = FaultsPage.read();

    FaultsPageTest() throws IOException {}

    @Test
    void everyFaultHasARow() {
        assertThat(page.rows().keySet())
                .isEqualTo(ids(IntStream.concat(IntStream.rangeClosed(1, 56), IntStream.rangeClosed(124, 127))));
    }

    /** Each row for a fault of messages names tests that are tagged with the id of the fault. */
    @Test
    void everyFaultOfMessagesNamesATaggedTest() throws IOException {
        Map<String, String> rows = new TreeMap<>();
        for (String line : Files.readAllLines(PROJECT.page(Page.FAULTS))) {
            Matcher row = OF_MESSAGES.matcher(line);
            if (row.matches()) {
                assertThat(rows.put(row.group(1), row.group(2)))
                        .as(row.group(1))
                        .isNull();
            }
        }
        assertThat(rows).isNotEmpty();
        for (Map.Entry<String, String> row : rows.entrySet()) {
            List<MatchResult> tests = TEST.matcher(row.getValue()).results().toList();
            assertThat(tests).as(row.getKey()).isNotEmpty();
            for (MatchResult test : tests) {
                assertThat(source(test.group(1)))
                        .as(row.getKey())
                        .contains("void " + test.group(2) + "(")
                        .contains("@Tag(\"" + row.getKey() + "\")");
            }
        }
    }

    private static String source(String name) throws IOException {
        Path found = PROJECT.sources("src/test/java").stream()
                .filter(path -> path.endsWith(name + ".java"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no test class " + name));
        return Files.readString(found);
    }

    @Test
    void contractColumnMatchesTheRules() {
        Set<String> ruled = tagged(TransportContract.class.getMethods())
                .filter(tag -> tag.startsWith("F"))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(page.shown("contract")).isEqualTo(ruled);
    }

    /** {@link BeyondTransports} lists these faults. */
    @Test
    void faultsWithoutAContractRuleHaveOtherTests() {
        Set<String> beyond =
                Arrays.stream(BeyondTransports.values()).map(Enum::name).collect(Collectors.toSet());
        Set<String> left = new TreeSet<>(page.rows().keySet());
        left.removeAll(page.shown("contract"));

        assertThat(left).isEqualTo(beyond);
        assertThat(left)
                .allSatisfy(id -> assertThat(page.rows().get(id).shown()).isNotEmpty());
    }

    @Test
    void clientColumnMatchesTheTests() {
        Set<String> whole = Stream.concat(
                        Stream.concat(Arrays.stream(LinkFault.values()), Arrays.stream(AttemptFault.values()))
                                .map(fault -> fault.name().substring(0, 3)),
                        Stream.of(LinkFaultsTest.class, AttemptFaultsTest.class, TlsRecoveryTest.class)
                                .map(Class::getDeclaredMethods)
                                .flatMap(FaultsPageTest::tagged))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(page.shown("client")).isEqualTo(whole);
    }

    @Test
    void kernelColumnMatchesTheTests() {
        assertThat(page.shown("kernel"))
                .isEqualTo(tagged(KernelFaultsTest.class.getDeclaredMethods())
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    /**
     * Checks the faults in {@link AttemptFault} and {@link LinkFault}. Other faults have separate tests, which compare
     * the reports with the page.
     */
    @Test
    void reportedColumnMatchesTheFaults() {
        Map<String, Set<String>> reported = new TreeMap<>();
        for (LinkFault fault : LinkFault.values()) {
            for (TestedTransport transport : TestedTransport.values()) {
                reported.computeIfAbsent(id(fault), id -> new TreeSet<>()).add(fault.reported(transport));
            }
        }
        for (AttemptFault fault : AttemptFault.values()) {
            reported.computeIfAbsent(id(fault), id -> new TreeSet<>()).add(fault.reported());
        }
        reported.values().forEach(kinds -> kinds.remove(LinkFault.MESSAGE));

        assertThat(reported)
                .allSatisfy((id, kinds) -> assertThat(page.of(id).kinds()).isEqualTo(kinds));
    }

    private static String id(Enum<?> fault) {
        return fault.name().substring(0, 3);
    }

    private static Stream<String> tagged(Method[] tests) {
        return Arrays.stream(tests)
                .flatMap(test -> Arrays.stream(test.getAnnotationsByType(Tag.class)))
                .map(Tag::value);
    }

    private static Set<String> ids(IntStream numbers) {
        return numbers.mapToObj("F%02d"::formatted).collect(Collectors.toCollection(TreeSet::new));
    }
}
