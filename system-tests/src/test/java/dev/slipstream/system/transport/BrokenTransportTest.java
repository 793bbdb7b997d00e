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

/** Seven faults in a transport, and the contract fails in seven places. */
class BrokenTransportTest {

    @AfterEach
    void mend() {
        BrokenTransportContract.PLANTED.clear();
    }

    @Test
    void withoutAFaultTheSevenRulesHold() {
        Outcome outcome = holdTheRules();

        assertThat(outcome.held()).hasSize(7);
        assertThat(outcome.broken()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void eachFaultBreaksItsOwnRuleAlone(PlantedFault fault) {
        BrokenTransportContract.PLANTED.add(fault);

        Outcome outcome = holdTheRules();

        assertThat(outcome.broken()).containsExactly(fault.rule());
        assertThat(outcome.held()).hasSize(6);
    }

    private static Outcome holdTheRules() {
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

    /** The names of the rules that held, and of those that did not. */
    private record Outcome(Set<String> held, Set<String> broken) implements TestExecutionListener {

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            test.getSource()
                    .filter(MethodSource.class::isInstance)
                    .map(source -> ((MethodSource) source).getMethodName())
                    .ifPresent(rule -> {
                        switch (result.getStatus()) {
                            case SUCCESSFUL -> held.add(rule);
                            case FAILED, ABORTED -> broken.add(rule);
                        }
                    });
        }
    }
}
