package dev.slipstream.system.swap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.system.swap.Program.PathKind;
import dev.slipstream.system.swap.Program.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Adapters are found where they are put: one program, its jars changed. */
class SwapTest {

    private static final String JACKSON = "dev.slipstream.serializer.jackson";
    private static final String JDK = "dev.slipstream.transport.jdk";

    private static Program program;

    @BeforeAll
    static void make(@TempDir Path scratch) throws IOException {
        program = new Program(Files.createDirectory(scratch.resolve("program")));
    }

    @ParameterizedTest
    @EnumSource
    void withoutATransportItIsToldWhatToAdd(PathKind kind) throws Exception {
        Run run = program.run(kind, "Visitor", List.of(JACKSON), "ws://localhost:1/socket");

        assertThat(run.output())
                .contains("no transport was found", "slipstream-transport-jdk", "slipstream-transport-tyrus");
    }

    @ParameterizedTest
    @EnumSource
    void withoutASerializerItIsToldWhatToAdd(PathKind kind) throws Exception {
        Run run = program.run(kind, "Visitor", List.of(JDK), "ws://localhost:1/socket");

        assertThat(run.output()).contains("no serializer was found", "slipstream-serializer-jackson");
    }
}
