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
 * A client does not start with an older jar of Jackson's annotations, such as the version that Spring Boot 3.5 sets.
 * The message names the missing class and the versions.
 */
class OldJacksonTest {

    @TempDir
    Path scratch;

    @ParameterizedTest
    @EnumSource
    void missingClassAndVersionsAreNamed(PathKind kind) throws Exception {
        Path old = OldJar.annotations().copyTo(scratch);
        Program program = new Program(
                Files.createDirectory(scratch.resolve("program")),
                "opens dev.slipstream.system.swap.program;",
                List.of(old));

        Run run = program.run(
                kind,
                "Visitor",
                List.of("dev.slipstream.serializer.jackson", "dev.slipstream.transport.jdk"),
                "ws://localhost:1/socket");

        assertThat(run.output())
                .contains("cannot use the serializer of dev.slipstream.serializer.jackson.JacksonSerializerProvider"
                        + " (jackson): cannot link class com.fasterxml.jackson.annotation.JsonSerializeAs;"
                        + " found jackson-annotations 2.19.2, jackson-core 3.")
                .contains("needed: jackson-annotations 2.22")
                .contains("slipstream-bom")
                .doesNotContain("add slipstream-serializer-jackson");
    }
}
