package dev.slipstream.system.swap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.system.swap.Program.PathKind;
import dev.slipstream.system.swap.Program.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A client does not start with a jar of Netty 4.1, the version that Spring Boot 3.5 sets. The message names the missing
 * class and the versions.
 */
class OldNettyTest {

    @TempDir
    Path scratch;

    @ParameterizedTest
    @EnumSource
    void missingClassAndVersionsAreNamed(PathKind kind) throws Exception {
        Path old = OldJar.netty().copyTo(scratch);
        Program program = new Program(
                Files.createDirectory(scratch.resolve("program")),
                "opens dev.slipstream.system.swap.program;",
                List.of(old));

        Run run = program.run(
                kind,
                "Visitor",
                List.of("dev.slipstream.serializer.jackson", "dev.slipstream.transport.netty"),
                "ws://localhost:1/socket");

        assertThat(run.output())
                .contains("cannot use a transport: ")
                .contains("dev.slipstream.transport.netty.NettyTransportProvider")
                .contains(": cannot link class io.netty.channel.SingleThreadIoEventLoop;"
                        + " found Netty 4.1.121.Final (netty-transport) and Netty 4.2.20.Final (netty-buffer, ")
                .contains(
                        "; needed: Netty 4.2.20.Final or later; import io.netty:netty-bom 4.2.20.Final before other BOMs")
                .doesNotContain("add slipstream-transport-jdk");
    }
}
