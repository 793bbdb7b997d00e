package dev.slipstream.system.swap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.system.RoomChannel;
import dev.slipstream.system.swap.Program.PathKind;
import dev.slipstream.system.swap.Program.Run;
import dev.slipstream.testkit.server.PhoenixServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A program finds its transport and its serializer on the path, and runs unchanged with different jars. */
class SwapTest {

    private static final String JACKSON = "dev.slipstream.serializer.jackson";
    private static final String JDK = "dev.slipstream.transport.jdk";
    private static final String TYRUS = "dev.slipstream.transport.tyrus";
    private static final String NETTY = "dev.slipstream.transport.netty";

    /** The output of the program. */
    static final String VISIT = """
            connected
            joined rooms:lobby: {"name":"J\u00f6rg \ud83e\udd84"}
            answered Said[text=J\u00f6rg \ud83e\udd84]
            said Said[text=hello]
            answered 007f80ff
            closed: Crashed[payload=json(26 bytes)]
            joined rooms:lobby: {"name":"J\u00f6rg \ud83e\udd84"}
            disconnected: ConnectionLost
            connected
            joined rooms:lobby: {"name":"J\u00f6rg \ud83e\udd84"}
            left rooms:lobby
            disconnected: Requested[]
            stopped: Normal[]
            """;

    private static Program program;

    @BeforeAll
    static void make(@TempDir Path scratch) throws IOException {
        program = new Program(Files.createDirectory(scratch.resolve("program")));
    }

    @ParameterizedTest
    @CsvSource({
        "CLASS_PATH, " + JDK,
        "CLASS_PATH, " + TYRUS,
        "CLASS_PATH, " + NETTY,
        "MODULE_PATH, " + JDK,
        "MODULE_PATH, " + TYRUS,
        "MODULE_PATH, " + NETTY
    })
    void programPrintsTheSameWithEachTransport(PathKind kind, String transport) throws Exception {
        try (PhoenixServer server = PhoenixServer.start(RoomChannel.endpoint())) {
            Run run = program.run(
                    kind, "Visitor", List.of(JACKSON, transport), server.uri().toString());

            assertThat(run.output()).isEqualTo(VISIT);
            assertThat(run.exit()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void missingTransportNamesTheArtifacts(PathKind kind) throws Exception {
        Run run = program.run(kind, "Visitor", List.of(JACKSON), "ws://localhost:1/socket");

        assertThat(run.output())
                .contains(
                        "no transport was found",
                        "slipstream-transport-jdk, slipstream-transport-netty or slipstream-transport-tyrus");
    }

    @ParameterizedTest
    @EnumSource
    void missingSerializerNamesTheArtifact(PathKind kind) throws Exception {
        Run run = program.run(kind, "Visitor", List.of(JDK), "ws://localhost:1/socket");

        assertThat(run.output()).contains("no serializer was found", "slipstream-serializer-jackson");
    }

    @ParameterizedTest
    @EnumSource
    void twoTransportsAreNamed(PathKind kind) throws Exception {
        Run run = program.run(kind, "Visitor", List.of(JACKSON, JDK, TYRUS), "ws://localhost:1/socket");

        assertThat(run.output()).contains("2 transports were found", "jdk", "tyrus", "StartOptions.Builder.transport");
    }
}
