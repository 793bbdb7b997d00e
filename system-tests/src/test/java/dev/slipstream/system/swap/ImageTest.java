package dev.slipstream.system.swap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.system.RoomChannel;
import dev.slipstream.system.swap.Program.PathKind;
import dev.slipstream.system.swap.Program.Run;
import dev.slipstream.testkit.server.PhoenixServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs a user's module under the module system. One test links the module into a runtime image. The other test leaves
 * out the {@code opens} line that Jackson needs.
 */
class ImageTest {

    private static final String JACKSON = "dev.slipstream.serializer.jackson";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dev.slipstream.transport.jdk",
                "dev.slipstream.transport.tyrus",
                "dev.slipstream.transport.netty"
            })
    void programRunsAsLinkedImage(String transport, @TempDir Path scratch) throws Exception {
        Program program = new Program(Files.createDirectory(scratch.resolve("program")));
        Path image = program.link(scratch.resolve("image"), List.of(JACKSON, transport));

        try (PhoenixServer server = PhoenixServer.start(RoomChannel.endpoint())) {
            Run run = program.runLinked(image, "Visitor", server.uri().toString());

            assertThat(run.output()).isEqualTo(SwapTest.VISIT);
            assertThat(run.exit()).isZero();
        }
        assertThat(image.resolve("bin").resolve("javac")).doesNotExist();
        // No module requires jdk.jfr, so the image lacks it and telemetry is silent. The JDK of this test has jdk.jfr.
        assertThat(program.runLinked(image, "FlightRecorder").output()).isEqualTo("silent\n");
        assertThat(program.run(PathKind.CLASS_PATH, "FlightRecorder", List.of()).output())
                .isEqualTo("recording\n");
    }

    @Test
    void closedModuleGetsTheMissingOpensLine(@TempDir Path scratch) throws Exception {
        Program closed = new Program(Files.createDirectory(scratch.resolve("program")), "");

        try (PhoenixServer server = PhoenixServer.start(RoomChannel.endpoint())) {
            Run run = closed.run(
                    PathKind.MODULE_PATH,
                    "Visitor",
                    List.of(JACKSON, "dev.slipstream.transport.jdk"),
                    server.uri().toString());

            assertThat(run.output())
                    .startsWith("connected\njoined rooms:lobby")
                    .contains("handleOutcome threw ")
                    .contains("module dev.slipstream.system.swap.program keeps "
                            + "dev.slipstream.system.swap.program.Visitor$Said from Jackson; its module-info.java needs "
                            + "the line\n    opens dev.slipstream.system.swap.program to tools.jackson.databind;\n")
                    .endsWith("stopped: Normal[]\n");
            assertThat(run.exit()).isZero();
        }
    }
}
