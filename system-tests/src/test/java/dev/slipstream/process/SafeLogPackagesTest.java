package dev.slipstream.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.system.layout.ProjectLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code SafeLog} lists the packages of this library by name; this test fails if a new package is missing there. */
class SafeLogPackagesTest {

    private static final List<String> MODULES = List.of(
            "slipstream-core",
            "slipstream-api",
            "serializer-jackson",
            "transport-jdk",
            "transport-tyrus",
            "transport-netty");

    @Test
    void everyPackageOfTheLibraryIsKnown() {
        ProjectLayout project = ProjectLayout.ofThisBuild();
        Stream<String> packages = MODULES.stream()
                .map(module -> project.module(module).resolve("src/main/java"))
                .flatMap(sources -> project.sources("src/main/java").stream()
                        .filter(file -> file.startsWith(sources))
                        .map(file -> packageOf(sources.relativize(file))))
                .filter(name -> !name.isEmpty())
                .distinct();
        assertThat(SafeLog.OUR_PACKAGES).containsExactlyInAnyOrderElementsOf(packages.toList());
    }

    private static String packageOf(Path file) {
        Path folder = file.getParent();
        return folder == null ? "" : folder.toString().replace('\\', '.').replace('/', '.');
    }
}
