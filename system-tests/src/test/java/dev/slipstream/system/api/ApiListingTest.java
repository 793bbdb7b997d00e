package dev.slipstream.system.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.system.architecture.Built;
import dev.slipstream.system.layout.ProjectLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The public API of each module is recorded in the module's {@code api.txt}, so that a change of the API is a diff to
 * review.
 *
 * <p>With {@code -Dapi.rewrite} this test writes the files again.
 */
class ApiListingTest {

    private static final ProjectLayout PROJECT = ProjectLayout.ofThisBuild();

    @ParameterizedTest
    @MethodSource
    void apiOfEachModuleEqualsItsListing(Built module) throws Exception {
        Path file = folder(module).resolve("api.txt");
        String built = listing(module);
        if (System.getProperty("api.rewrite") != null) {
            Files.writeString(file, built);
            return;
        }
        assertThat(Files.exists(file) ? differences(Files.readString(file), built) : List.of("the file does not exist"))
                .as(
                        "%s differs from the built API. If this is intended, rewrite the listing and commit it:%n%s",
                        PROJECT.root().relativize(file),
                        "mvn -Dfast test -pl system-tests -am -Dtest=ApiListingTest"
                                + " -Dsurefire.failIfNoSpecifiedTests=false -DargLine=-Dapi.rewrite")
                .isEmpty();
    }

    /** The published modules that export a package to all modules. */
    static Stream<Built> apiOfEachModuleEqualsItsListing() {
        return Built.modules().stream()
                .filter(module -> !module.name().equals("dev.slipstream.simulation"))
                .filter(module -> !module.exportedPackages().isEmpty());
    }

    @Test
    void modulesForUsersAreListed() {
        assertThat(apiOfEachModuleEqualsItsListing())
                .extracting(Built::name)
                .containsExactly(
                        "dev.slipstream.api",
                        "dev.slipstream.core",
                        "dev.slipstream.micrometer",
                        "dev.slipstream.opentelemetry",
                        "dev.slipstream.serializer.jackson",
                        "dev.slipstream.spring",
                        "dev.slipstream.testkit",
                        "dev.slipstream.testkit.server",
                        "dev.slipstream.transport.contract",
                        "dev.slipstream.transport.jdk",
                        "dev.slipstream.transport.netty",
                        "dev.slipstream.transport.tyrus");
    }

    @Test
    void listingHasEverythingUsersCanName() {
        assertThat(ApiListing.of(Arrays.stream(OfferedTypes.class.getDeclaredClasses())))
                .isEqualTo("""
                        record dev.slipstream.system.api.OfferedTypes.Circle(@Nullable Double radius) implements OfferedTypes.Shape
                            new()

                        enum dev.slipstream.system.api.OfferedTypes.Color implements Supplier<String>
                            RED
                            GREEN
                            String get()

                        @Deprecated abstract class dev.slipstream.system.api.OfferedTypes.Offered<T extends OfferedTypes.Shape> \
                        extends Thread implements Comparable<OfferedTypes.Offered<?>>
                            protected @Nullable T shape
                            static final int LIMIT
                            protected new(int)
                            int compareTo(OfferedTypes.Offered<?>)
                            @Deprecated protected abstract @Nullable T find(byte[], Function<? super T, String @Nullable []>)
                            <U extends @Nullable Object> U read(Map<String, ? extends @Nullable T>, String...) throws IOException

                        sealed interface dev.slipstream.system.api.OfferedTypes.Shape permits OfferedTypes.Circle
                            default String name()
                        """);
    }

    /** A planted change: the listing lacks one line of the built API and has one line too many. */
    @Test
    void changeIsShownAsDiff() {
        String written = "interface a.B\n    abstract int one()\n    abstract int two()\n";
        String built = "interface a.B\n    abstract int two()\n    abstract long three()\n";

        assertThat(differences(written, written)).isEmpty();
        assertThat(differences(written, built))
                .containsExactly("- interface a.B | abstract int one()", "+ interface a.B | abstract long three()");
    }

    /** The comparison covers each built type: a listing that lacks a type differs from the complete listing. */
    @Test
    void missingTypeIsADifference() throws Exception {
        Built core = Built.module("dev.slipstream.core");
        String whole = listing(core);
        String less =
                ApiListing.of(offered(core).filter(type -> !type.getName().equals("dev.slipstream.core.Signature")));

        assertThat(differences(whole, less))
                .anySatisfy(line -> assertThat(line).startsWith("- sealed interface dev.slipstream.core.Signature "));
    }

    private static String listing(Built module) {
        return ApiListing.of(offered(module));
    }

    private static Stream<Class<?>> offered(Built module) {
        return module.classes().stream()
                .filter(type -> module.exportedPackages().contains(type.getPackageName()))
                .map(type -> loaded(type.getName()));
    }

    private static Class<?> loaded(String name) {
        try {
            return Class.forName(name, false, ApiListingTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path folder(Built module) throws IOException {
        for (Path folder : PROJECT.modules()) {
            Path declaration = folder.resolve("src/main/java/module-info.java");
            if (Files.exists(declaration) && Files.readString(declaration).contains("module " + module.name() + " {")) {
                return folder;
            }
        }
        throw new IllegalStateException("no folder declares " + module);
    }

    /** The lines that only one of the texts has, each with its header. */
    private static List<String> differences(String written, String built) {
        List<String> before = withHeaders(written);
        List<String> after = withHeaders(built);
        return Stream.concat(
                        without(before, after).map(line -> "- " + line),
                        without(after, before).map(line -> "+ " + line))
                .toList();
    }

    private static Stream<String> without(List<String> lines, List<String> others) {
        return lines.stream().filter(line -> !others.contains(line));
    }

    private static List<String> withHeaders(String listing) {
        List<String> lines = new ArrayList<>();
        String header = "";
        for (String line : listing.lines().filter(line -> !line.isBlank()).toList()) {
            boolean isMember = line.startsWith("    ");
            header = isMember ? header : line;
            lines.add(isMember ? header + " | " + line.strip() : line);
        }
        return lines;
    }
}
