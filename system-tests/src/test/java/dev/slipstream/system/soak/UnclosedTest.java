package dev.slipstream.system.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.system.OwnJvm;
import dev.slipstream.testkit.server.PhoenixServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a client that nobody closes: F114. */
class UnclosedTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    /** Nobody but itself has to hold it, and it holds up nobody: no thread of it keeps a JVM from its end. */
    @ParameterizedTest
    @ValueSource(strings = {"jdk", "tyrus"})
    void aClientThatNobodyClosesGoesOnAndEndsWithItsJvm(String transport) throws Exception {
        try (PhoenixServer server = PhoenixServer.start(new CountingRoom().endpoint())) {
            OwnJvm ended = OwnJvm.run(
                    UnclosedProgram.class,
                    Map.of(),
                    List.of(),
                    PATIENCE,
                    transport,
                    server.uri().toString());

            assertThat(ended.exit()).as(String.join("\n", ended.output())).isZero();
            Report told = Report.of(ended.output());
            assertThat(told.text("joined")).isEqualTo("true");
            assertThat(told.text("goes on")).isEqualTo("true");
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (server.connections() > 0 && System.nanoTime() < end) {
                LockSupport.parkNanos(10_000_000);
            }
            assertThat(server.connections()).isZero();
        }
    }
}
