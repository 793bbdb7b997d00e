package dev.slipstream.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Socket;
import dev.slipstream.testkit.SocketTest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

class SocketTestExtensionTest {

    /** Whether a test of this class is running the nested example classes, which are otherwise disabled. */
    private static final ThreadLocal<Boolean> RUNNING = ThreadLocal.withInitial(() -> false);

    private static boolean isRunning() {
        return RUNNING.get();
    }

    private static final class Guest implements SlipstreamClient {

        @Override
        public Socket init(Socket socket) {
            return socket.connect(Configuration.of("ws://localhost/socket/websocket"));
        }

        @Override
        public Socket handleInfo(Object message, Socket socket) {
            throw new IllegalStateException("unexpected message: " + message);
        }
    }

    @ExtendWith(SocketTestExtension.class)
    @EnabledIf("dev.slipstream.testkit.junit.SocketTestExtensionTest#isRunning")
    static class Extended {

        private SocketTest before;

        @BeforeEach
        void startTheClient(SocketTest test) {
            before = test;
            test.start(new Guest());
        }

        @Test
        void testMethodReceivesSocketTestOfItsSetUp(SocketTest test) {
            assertThat(test).isSameAs(before);
            test.acceptConnect();
        }

        @Test
        void eachTestMethodReceivesNewSocketTest(SocketTest test) {
            assertThat(test.now()).isZero();
            test.acceptConnect();
        }

        @AfterEach
        void testIsStillOpen(SocketTest test) {
            test.refuteDisconnect();
        }
    }

    @Test
    void methodsOfOneTestShareSocketTest() {
        assertThat(run(Extended.class).getFailures()).isEmpty();
        assertThat(run(Extended.class).getTestsSucceededCount()).isEqualTo(2);
    }

    @EnabledIf("dev.slipstream.testkit.junit.SocketTestExtensionTest#isRunning")
    static class Registered {

        @RegisterExtension
        private final SocketTestExtension sockets = new SocketTestExtension();

        @Test
        void failsWhenItIsClosed(SocketTest test) {
            assertThat(sockets).isNotNull();
            test.start(new Guest());
            test.send("go");
        }
    }

    @Test
    void failureAtCloseFailsTest() {
        assertThat(run(Registered.class).getFailures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.getException()).hasRootCauseMessage("unexpected message: go"));
    }

    @ExtendWith(SocketTestExtension.class)
    @EnabledIf("dev.slipstream.testkit.junit.SocketTestExtensionTest#isRunning")
    static class InConstructor {

        private final SocketTest test;

        InConstructor(SocketTest test) {
            this.test = test;
        }

        @Test
        void isNotReached() {
            assertThat(test).isNotNull();
        }
    }

    @Test
    void constructorCannotReceiveSocketTest() {
        assertThat(run(InConstructor.class).getFailures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.getException())
                        .isInstanceOf(ParameterResolutionException.class)
                        .hasMessageContaining("it belongs to one test"));
    }

    private static TestExecutionSummary run(Class<?> tests) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        RUNNING.set(true);
        try {
            LauncherFactory.create()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(List.of(selectClass(tests)))
                                    .configurationParameter("junit.jupiter.execution.parallel.enabled", "false")
                                    .build(),
                            listener);
        } finally {
            RUNNING.remove();
        }
        return listener.getSummary();
    }
}
