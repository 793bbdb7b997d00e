package dev.slipstream.system.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.testkit.simulation.Fault;
import dev.slipstream.testkit.transport.BeyondTransports;
import dev.slipstream.testkit.transport.TransportContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** No fault of the list is without a place where it is shown, and each of these places is there. */
class FaultListTest {

    private static final int LAST = 119;
    private static final Path PROJECT = Path.of("").toAbsolutePath().getParent();
    private static final Pattern ID = Pattern.compile("\\bF(\\d{2})(?: to F(\\d{2}))?\\b");

    private final ListedFaults faults = ListedFaults.read();

    FaultListTest() throws IOException {}

    @Test
    void eachFaultHasItsLine() {
        assertThat(faults.all())
                .extracting(ListedFaults.Listed::id)
                .isEqualTo(IntStream.rangeClosed(1, LAST)
                        .mapToObj(FaultListTest::id)
                        .toList());
        assertThat(faults.all()).allSatisfy(fault -> assertThat(fault.places()).isNotEmpty());
    }

    @Test
    void eachCauseOfTheSimulationIsOne() {
        Set<String> causes = Stream.of(Fault.values(), Trouble.values(), Seen.values())
                .flatMap(Stream::of)
                .map(Enum::name)
                .collect(Collectors.toSet());

        assertThat(faults.all()).allSatisfy(fault -> assertThat(causes).containsAll(fault.causes()));
    }

    @Test
    void eachFaultOfTheContractIsInItsRules() {
        Set<String> ruled = Arrays.stream(TransportContract.class.getMethods())
                .map(rule -> Optional.ofNullable(rule.getAnnotation(DisplayName.class)))
                .flatMap(Optional::stream)
                .flatMap(name -> ids(name.value()))
                .collect(Collectors.toCollection(TreeSet::new));
        Arrays.stream(BeyondTransports.values()).map(Enum::name).forEach(ruled::add);

        List<String> listed = faults.all().stream()
                .filter(fault -> fault.places().contains(new ListedFaults.Place.Contract()))
                .map(ListedFaults.Listed::id)
                .toList();
        assertThat(listed).containsExactlyElementsOf(ruled);
    }

    @Test
    void eachTestThatIsNamedIsThere() throws IOException {
        for (ListedFaults.Listed fault : faults.all()) {
            for (ListedFaults.Place place : fault.places()) {
                if (place instanceof ListedFaults.Place.Test(var type, var method)) {
                    assertThat(source(type))
                            .as(fault.id())
                            .containsPattern("@(Parameterized)?Test")
                            .contains("void " + method + "(");
                }
            }
        }
    }

    private static String source(String type) throws IOException {
        try (Stream<Path> files = Files.walk(PROJECT)) {
            Path source = files.filter(file -> file.endsWith(type + ".java"))
                    .filter(file -> file.toString().contains("/src/test/"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("there is no test " + type));
            return Files.readString(source);
        }
    }

    private static Stream<String> ids(String name) {
        Matcher ids = ID.matcher(name);
        return ids.results().flatMap(id -> {
            int first = Integer.parseInt(id.group(1));
            int last = id.group(2) == null ? first : Integer.parseInt(id.group(2));
            return IntStream.rangeClosed(first, last).mapToObj(FaultListTest::id);
        });
    }

    private static String id(int number) {
        return "F%02d".formatted(number);
    }
}
