package dev.slipstream.transport.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.transport.TransportProvider;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The cases of frames that RFC 6455 allows or forbids, each with the outcome that every transport must report.
 *
 * <p>The cases are text files in {@code rfc6455} beside this class, named by sections of the RFC. The tests of a
 * transport extend this class and list the differences of their library in the same notation. A test fails if a
 * difference is not listed, or if a listed one does not occur. Each case must end with messages or a terminal call, so
 * "no outcome" is never accepted as a difference.
 */
@ClassTemplate
@ExtendWith(Repetitions.class)
public abstract class Rfc6455Contract {

    private static final List<String> FILES = List.of("framing.txt", "fragments.txt", "control.txt", "utf8.txt");

    /** For subclasses. */
    protected Rfc6455Contract() {}

    /** The provider under test. */
    protected abstract TransportProvider provider();

    /** The differences of its library: names of cases, and below each the outcome. */
    protected abstract List<String> differences();

    @TestFactory
    final Stream<DynamicTest> cases() {
        Map<String, FrameOutcome> different =
                FrameCase.parse(differences()).stream().collect(Collectors.toMap(FrameCase::name, FrameCase::expected));
        return all().map(standard -> {
            FrameCase expected = standard.expecting(different.getOrDefault(standard.name(), standard.expected()));
            return DynamicTest.dynamicTest(standard.name(), () -> play(expected));
        });
    }

    @Test
    final void everyDifferenceIsOneOfACaseThatThereIs() {
        Map<String, FrameOutcome> standard = all().collect(Collectors.toMap(FrameCase::name, FrameCase::expected));

        assertThat(FrameCase.parse(differences()))
                .allSatisfy(difference -> assertThat(standard.get(difference.name()))
                        .as(difference.name())
                        .isNotNull()
                        .isNotEqualTo(difference.expected()));
    }

    private static Stream<FrameCase> all() {
        return FILES.stream().map(FrameCase::read).flatMap(List::stream);
    }

    private void play(FrameCase expected) throws InterruptedException {
        ContractScenario scenario = new ContractScenario(provider(), Set.of());
        try {
            FrameOutcome came = new FrameRun(scenario, expected).play();
            assertThat(came.is(expected.expected(), expected.pings()))
                    .as("%s%s%nbut the outcome was%s", expected.name(), expected.expected(), came)
                    .isTrue();
        } finally {
            scenario.tidyUp();
        }
    }
}
