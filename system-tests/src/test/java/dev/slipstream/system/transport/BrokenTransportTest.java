package dev.slipstream.system.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.MethodSelector;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Each of the nine {@link PlantedFault}s makes exactly one rule of the contract fail. */
class BrokenTransportTest {

    @AfterEach
    void removeFaults() {
        BrokenTransportContract.PLANTED.clear();
    }

    @Test
    void nineRulesPassWithoutAFault() {
        Outcome outcome = runRules();

        assertThat(outcome.passed()).hasSize(9);
        assertThat(outcome.failed()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void eachFaultFailsExactlyItsRule(PlantedFault fault) {
        BrokenTransportContract.PLANTED.add(fault);

        Outcome outcome = runRules();

        assertThat(outcome.failed()).containsExactly(fault.rule());
        assertThat(outcome.passed()).hasSize(8);
    }

    private static Outcome runRules() {
        List<MethodSelector> rules = Arrays.stream(PlantedFault.values())
                .map(fault -> selectMethod(BrokenTransportContract.class, fault.rule()))
                .toList();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(rules)
                .configurationParameter("faults.repeat", "1")
                .build();
        Outcome outcome = new Outcome(new TreeSet<>(), new TreeSet<>());
        LauncherFactory.create().execute(request, outcome);
        return outcome;
    }

    /** The names of the passed rules and of the failed rules. */
    private record Outcome(Set<String> passed, Set<String> failed) implements TestExecutionListener {

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            test.getSource()
                    .filter(MethodSource.class::isInstance)
                    .map(source -> ((MethodSource) source).getMethodName())
                    .ifPresent(rule -> {
                        switch (result.getStatus()) {
                            case SUCCESSFUL -> passed.add(rule);
                            case FAILED, ABORTED -> failed.add(rule);
                        }
                    });
        }
    }
}
