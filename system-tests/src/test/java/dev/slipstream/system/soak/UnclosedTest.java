package dev.slipstream.system.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.system.OwnJvm;
import dev.slipstream.testkit.server.PhoenixServer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** F114: the behavior of a client that is never closed. */
class UnclosedTest {

    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    /** The client runs without a reference from user code, and none of its threads keeps the JVM alive. */
    @ParameterizedTest
    @ValueSource(strings = {"jdk", "tyrus", "netty"})
    void unclosedClientRunsUntilItsJvmEnds(String transport) throws Exception {
        try (PhoenixServer server = PhoenixServer.start(new EchoChannels().endpoint())) {
            OwnJvm ended = OwnJvm.run(
                    UnclosedProgram.class,
                    Map.of(),
                    OwnJvm.SHORT_RUN,
                    TIMEOUT,
                    transport,
                    server.uri().toString());

            assertThat(ended.exit()).as(String.join("\n", ended.output())).isZero();
            ProgramReport report = ProgramReport.of(ended.output());
            assertThat(report.text("joined")).isEqualTo("true");
            assertThat(report.text("continues")).isEqualTo("true");
            long end = System.nanoTime() + TIMEOUT.toNanos();
            while (server.connections() > 0 && System.nanoTime() < end) {
                LockSupport.parkNanos(10_000_000);
            }
            assertThat(server.connections()).isZero();
        }
    }
}
