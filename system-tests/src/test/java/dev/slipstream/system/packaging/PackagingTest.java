package dev.slipstream.system.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.slipstream.system.layout.ProjectLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The published artifacts: the BOM lists them, and another machine builds identical jars. */
class PackagingTest {

    private static final ProjectLayout PROJECT = ProjectLayout.ofThisBuild();

    @Test
    void bomListsExactlyThePublishedModulesAndJackson() throws IOException {
        List<String> listed = all("<artifactId>([^<]+)</artifactId>", bom().substring(bom().indexOf("<dependencies>")));

        List<String> expected =
                new ArrayList<>(published().map(PackagingTest::artifact).toList());
        expected.addAll(List.of("jackson-annotations", "jackson-core", "jackson-databind"));
        assertThat(listed).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void bomHasTheCommonVersionAndNoParent() throws IOException {
        String version = first("<artifactId>slipstream-parent</artifactId>\\s*<version>([^<]+)</version>", parent());

        assertThat(bom())
                .contains("<artifactId>slipstream-bom</artifactId>\n  <version>" + version + "</version>")
                .doesNotContain("<parent>")
                .doesNotContain("<scope>");
    }

    /**
     * Instead of building twice, this test checks what often differs between builds: times, the order of entries, and
     * data about the machine.
     */
    @ParameterizedTest
    @MethodSource("published")
    void jarsAreReproducible(Path module) throws IOException {
        LocalDateTime stamp = OffsetDateTime.parse(
                        first("<project.build.outputTimestamp>([^<]+)</project.build.outputTimestamp>", parent()))
                .toLocalDateTime();
        List<Path> jars = jars(module);
        assumeThat(jars).as("jars, which `mvn test` does not build").isNotEmpty();

        for (Path file : jars) {
            try (JarFile jar = new JarFile(file.toFile())) {
                assertThat(jar.stream())
                        .isNotEmpty()
                        .allSatisfy(entry -> assertThat(entry.getTimeLocal())
                                .as(file.getFileName() + ": " + entry)
                                .isEqualTo(stamp));
                assertThat(jar.getManifest().getMainAttributes().keySet())
                        .as(file.getFileName().toString())
                        .isSubsetOf(
                                Attributes.Name.MANIFEST_VERSION,
                                new Attributes.Name("Created-By"),
                                new Attributes.Name("Java-Version"),
                                new Attributes.Name("Build-Jdk-Spec"),
                                new Attributes.Name("Build-Tool-Jdk-Spec"));
            }
        }
    }

    /** The bill of materials lists the direct and transitive dependencies of a jar; {@code -Prelease} writes it. */
    @Test
    void billOfMaterialsListsAllDependencies() throws IOException {
        String release = first("(?s)<id>release</id>(.*?)</profile>", parent());
        assertThat(release).contains("<artifactId>cyclonedx-maven-plugin</artifactId>", "<goal>makeBom</goal>");
        for (Path module : published().toList()) {
            Path bill = module.resolve("target/bom.json");
            if (Files.exists(bill)) {
                assertThat(all("\"purl\"\\s*:\\s*\"pkg:maven/[^/]+/([^@]+)@", read(bill)))
                        .as(bill.toString())
                        .contains(artifact(module))
                        .containsAll(compiledAgainst(module))
                        .doesNotContain("junit-jupiter", "archunit-junit5");
                if (!read(module.resolve("pom.xml")).contains("org.springframework.boot")) { // Spring needs JSpecify
                    assertThat(read(bill)).as(bill.toString()).doesNotContain("pkg:maven/org.jspecify/");
                }
            }
        }
    }

    /** The dependencies in the module's pom, except test, provided and optional dependencies. */
    private static List<String> compiledAgainst(Path module) {
        String own = read(module.resolve("pom.xml"))
                .replaceAll("(?s)<build>.*?</build>|<profiles>.*?</profiles>", ""); // plugins have dependencies as well
        return all("(?s)<dependency>(.*?)</dependency>", own).stream()
                .filter(dependency -> !dependency.contains("<scope>test<") && !dependency.contains("<scope>provided<"))
                .filter(dependency -> !dependency.contains("<optional>true<"))
                .map(dependency -> first("<artifactId>([^<]+)</artifactId>", dependency))
                .toList();
    }

    /** The folders of the modules whose poms do not skip deployment, without the BOM. */
    static Stream<Path> published() throws IOException {
        return all("<module>([^<]+)</module>", parent()).stream()
                .map(PROJECT.root()::resolve)
                .filter(module -> !module.endsWith("bom"))
                .filter(module -> !read(module.resolve("pom.xml")).contains("<maven.deploy.skip>true<"));
    }

    static String artifact(Path module) {
        return first("</parent>\\s*<artifactId>([^<]+)</artifactId>", read(module.resolve("pom.xml")));
    }

    /** The jars of this project, without the jar that SpotBugs adds. */
    private static List<Path> jars(Path module) {
        return ProjectLayout.entries(module.resolve("target")).stream()
                .filter(file -> file.getFileName().toString().matches("slipstream-.*\\.jar"))
                .toList();
    }

    private static String bom() {
        return read(PROJECT.module("bom").resolve("pom.xml"));
    }

    static String parent() {
        return read(PROJECT.root().resolve("pom.xml"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static String first(String pattern, String text) {
        return all(pattern, text).getFirst();
    }

    private static List<String> all(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        return matcher.results().map(match -> match.group(1)).toList();
    }
}
