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
 * Frames that RFC 6455 allows or forbids, each case with the outcome that every transport must report.
 *
 * <p>The cases are in text files in the folder {@code rfc6455} beside this class. The README in that folder explains
 * the notation. The name of a case begins with a section of the RFC. The test of a transport extends this class and
 * lists the differences of the transport's library in the same notation. A case fails if its outcome differs from the
 * RFC and the difference is not listed. It also fails if a listed difference does not occur. A transport that reports
 * nothing fails the case, unless the case allows the transport to keep waiting: then its expected end is {@code waits},
 * or {@code waits or too large}.
 */
@ClassTemplate
@ExtendWith(Repetitions.class)
public abstract class Rfc6455Contract {

    private static final List<String> FILES = List.of("framing.txt", "fragments.txt", "control.txt", "utf8.txt");

    /** For subclasses. */
    protected Rfc6455Contract() {}

    /** The provider under test. */
    protected abstract TransportProvider provider();

    /** The differences of the provider's library: the name of each case, followed by the lines of its outcome. */
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
    final void everyDifferenceBelongsToACase() {
        Map<String, FrameOutcome> standard = all().collect(Collectors.toMap(FrameCase::name, FrameCase::expected));

        assertThat(FrameCase.parse(differences()))
                .allSatisfy(difference -> assertThat(standard.get(difference.name()))
                        .as(difference.name())
                        .isNotNull()
                        .isNotEqualTo(difference.expected()));
    }

    static Stream<FrameCase> all() {
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
