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

/** Whoever unloads a program that used this library, as application servers do, gets its class loader back. */
class LoaderTest {

    /** The JDK itself holds classes by soft references, such as those of records: here these do not outlast a collection. */
    private static final String NO_SOFT_REFERENCES = "-XX:SoftRefLRUPolicyMSPerMB=0";

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "tyrus"})
    @Execution(ExecutionMode.CONCURRENT)
    void aLoaderThatHeldTheLibraryCanBeCollectedOnceItsClientsAreClosed(String transport) throws Exception {
        OwnJvm ended;
        try (PhoenixServer server = PhoenixServer.start(new CountingRoom().endpoint())) {
            ended = OwnJvm.run(
                    LoaderProgram.class,
                    Map.of(),
                    List.of(NO_SOFT_REFERENCES),
                    PATIENCE,
                    transport,
                    server.uri().toString());
        }
        Report told = Report.of(ended.output());
        assertThat(told.text("thrown")).as(String.join("\n", ended.output())).isEmpty();
        assertThat(told.text("collected while it is there")).isEqualTo("false");
        assertThat(told.text("collected when it has left")).isEqualTo("true");
    }
}
