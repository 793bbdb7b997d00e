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

/** The cases of RFC 6455 fail where a difference is not written down, and where one is that does not show. */
class Rfc6455BitesTest {

    private static final int MANY = 150;

    @Test
    void twoWrongLinesAreTwoFailures() {
        Set<String> held = new ConcurrentSkipListSet<>();
        Set<String> failed = new ConcurrentSkipListSet<>();
        TestExecutionListener listener = new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (test.isTest()) {
                    boolean holds = result.getStatus() == TestExecutionResult.Status.SUCCESSFUL;
                    (holds ? held : failed).add(test.getDisplayName());
                }
            }
        };

        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(MiswrittenRfc6455Contract.class))
                                .configurationParameter("faults.repeat", "1")
                                .build(),
                        listener);

        assertThat(failed)
                .containsExactlyInAnyOrder(MiswrittenRfc6455Contract.LEFT_OUT, MiswrittenRfc6455Contract.MADE_UP);
        assertThat(held).hasSizeGreaterThanOrEqualTo(MANY);
    }
}
