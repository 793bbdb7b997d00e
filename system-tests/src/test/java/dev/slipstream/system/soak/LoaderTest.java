package dev.slipstream.system.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.system.OwnJvm;
import dev.slipstream.testkit.server.PhoenixServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that closed clients do not leak the class loader of their program. Application servers depend on this. */
class LoaderTest {

    /**
     * Clears soft references at each collection. The JDK holds some classes by soft references, for example record
     * classes.
     */
    private static final String NO_SOFT_REFERENCES = "-XX:SoftRefLRUPolicyMSPerMB=0";

    /** Without this option, Netty adds a listener to the JDK's Flight Recorder, and never removes the listener. */
    private static final String NO_EVENTS_OF_NETTY = "-Dio.netty.jfr.enabled=false";

    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "tyrus", "netty"})
    @Execution(ExecutionMode.CONCURRENT)
    void classLoaderCanBeCollectedAfterItsClientsAreClosed(String transport) throws Exception {
        OwnJvm ended;
        try (PhoenixServer server = PhoenixServer.start(new EchoChannels().endpoint())) {
            ended = OwnJvm.run(
                    LoaderProgram.class,
                    Map.of(),
                    List.of(NO_SOFT_REFERENCES, NO_EVENTS_OF_NETTY),
                    TIMEOUT,
                    transport,
                    server.uri().toString());
        }
        ProgramReport report = ProgramReport.of(ended.output());
        assertThat(report.text("thrown")).as(String.join("\n", ended.output())).isEmpty();
        assertThat(report.text("collected while running")).isEqualTo("false");
        assertThat(report.text("collected after the end")).isEqualTo("true");
    }
}
