package dev.slipstream.system.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The list of a transport's differences must be exact: a missing difference and an invented one both fail. */
class WrongDifferencesTest {

    private static final int MANY = 150;

    @Test
    void twoWrongDifferencesAreTwoFailures() {
        Set<String> passed = new ConcurrentSkipListSet<>();
        Set<String> failed = new ConcurrentSkipListSet<>();
        TestExecutionListener listener = new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (test.isTest()) {
                    boolean holds = result.getStatus() == TestExecutionResult.Status.SUCCESSFUL;
                    (holds ? passed : failed).add(test.getDisplayName());
                }
            }
        };

        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(WrongDifferencesContract.class))
                                .configurationParameter("faults.repeat", "1")
                                .build(),
                        listener);

        assertThat(failed)
                .containsExactlyInAnyOrder(WrongDifferencesContract.MISSING, WrongDifferencesContract.INVENTED);
        assertThat(passed).hasSizeGreaterThanOrEqualTo(MANY);
    }
}
