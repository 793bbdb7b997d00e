package dev.slipstream.system.swap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipstream.system.swap.Program.PathKind;
import dev.slipstream.system.swap.Program.Run;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * With an older jar of Jackson's annotations, a client does not start. The message names the missing class and the
 * versions. Spring Boot 3.5 sets an older version.
 */
class OldJacksonTest {

    private static final String NEW_CLASS = "com/fasterxml/jackson/annotation/JsonSerializeAs";

    @TempDir
    Path scratch;

    @ParameterizedTest
    @EnumSource
    void missingClassAndVersionsAreNamed(PathKind kind) throws Exception {
        Path old = old(scratch.resolve("jackson-annotations-2.19.2.jar"));
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

    /** Copies the jar without its newest class, with an older version in its manifest. */
    private static Path old(Path target) throws Exception {
        Path current = Path.of(JsonProperty.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (JarFile jar = new JarFile(current.toFile())) {
            Manifest manifest = new Manifest(jar.getManifest());
            manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, "2.19.2");
            try (JarOutputStream copy = new JarOutputStream(Files.newOutputStream(target), manifest)) {
                Enumeration<JarEntry> entries = jar.entries();
                while (entries.hasMoreElements()) {
                    JarEntry entry = entries.nextElement();
                    if (entry.getName().startsWith(NEW_CLASS) || entry.getName().equals(JarFile.MANIFEST_NAME)) {
                        continue;
                    }
                    copy.putNextEntry(new JarEntry(entry.getName()));
                    try (InputStream content = jar.getInputStream(entry)) {
                        content.transferTo(copy);
                    }
                    copy.closeEntry();
                }
            }
        }
        return target;
    }
}
