package dev.slipstream.system.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipstream.simulation.Fault;
import dev.slipstream.system.parity.NamedTests;
import dev.slipstream.transport.contract.BeyondTransports;
import dev.slipstream.transport.contract.TransportContract;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Checks that each listed fault is covered by an existing test. Runs last, after all the listed tests. */
@Tag("reads-reports")
class FaultListTest {

    private static final int LAST = 130;

    private final ListedFaults faults = ListedFaults.read();

    FaultListTest() throws IOException {}

    @Test
    void eachFaultHasALine() {
        assertThat(faults.all())
                .extracting(ListedFaults.Listed::id)
                .isEqualTo(IntStream.rangeClosed(1, LAST)
                        .mapToObj(FaultListTest::id)
                        .toList());
        assertThat(faults.all())
                .allSatisfy(fault -> assertThat(fault.evidence()).isNotEmpty());
    }

    @Test
    void causesOfTheSimulationExist() {
        Set<String> causes = Stream.of(Fault.values(), AppFault.values(), Occurrence.values())
                .flatMap(Stream::of)
                .map(Enum::name)
                .collect(Collectors.toSet());

        assertThat(faults.all()).allSatisfy(fault -> assertThat(causes).containsAll(fault.causes()));
    }

    @Test
    void faultsCoveredByTheContractAreTheTagsOfItsRules() {
        Set<String> ruled = Arrays.stream(TransportContract.class.getMethods())
                .flatMap(rule -> Arrays.stream(rule.getAnnotationsByType(Tag.class)))
                .map(Tag::value)
                .filter(id -> id.startsWith("F"))
                .collect(Collectors.toCollection(TreeSet::new));

        List<String> listed = faults.all().stream()
                .filter(fault -> fault.evidence().contains(new ListedFaults.Evidence.Contract()))
                .map(ListedFaults.Listed::id)
                .toList();
        assertThat(listed).containsExactlyInAnyOrderElementsOf(ruled);
    }

    @Test
    void faultsBeyondTransportsAreCoveredElsewhere() {
        for (BeyondTransports beyond : BeyondTransports.values()) {
            assertThat(faults.all())
                    .filteredOn(fault -> fault.id().equals(beyond.name()))
                    .singleElement()
                    .satisfies(fault -> assertThat(fault.evidence())
                            .isNotEmpty()
                            .doesNotContain(new ListedFaults.Evidence.Contract())
                            .hasAtLeastOneElementOfType(ListedFaults.Evidence.Test.class));
        }
    }

    @Test
    void namedTestsPassed() throws Exception {
        assumeTrue(System.getProperty("test") == null, "only some tests were selected, so the others have no report");

        assertThat(new NamedTests(faults.tests()).unproven())
                .as("named tests that did not run, were skipped or failed")
                .isEmpty();
    }

    @Test
    void rareCauseIsReportedDespiteAFrequentOne() {
        Coverage coverage = new Coverage();
        coverage.hit(Occurrence.NOT_AN_ARRAY, 9000);
        coverage.hit(Occurrence.GARBAGE_GIVEN_UP, 999);

        assertThat(faults.rarerThan(1000, coverage))
                .contains("F57: GARBAGE_GIVEN_UP took effect 999 times")
                .doesNotContain("F57: NOT_AN_ARRAY took effect 9000 times");
    }

    private static String id(int number) {
        return "F%02d".formatted(number);
    }
}
