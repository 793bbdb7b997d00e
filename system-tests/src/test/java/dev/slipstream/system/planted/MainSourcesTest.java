package dev.slipstream.system.planted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.system.layout.ProjectLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The class of a planted change is found in any module and package. Failures name the list, the change and what is
 * missing.
 */
class MainSourcesTest {

    @TempDir
    Path root;

    @ParameterizedTest
    @CsvSource({"core, a", "core, a.b.c", "testing/simulation, other"})
    void moduleAndPackageOfAClassDoNotMatter(String module, String inPackage) throws Exception {
        write(module, inPackage, "Queue", "class Queue { int size() { return 1; } }");

        assertThat(sources().planted(List.of(plant("Queue.size", "return 1;", "return 2;"))))
                .containsOnlyKeys(inPackage + ".Queue")
                .containsValue("package " + inPackage + "; class Queue { int size() { return 2; } }");
        assertThat(sources().module(plant("Queue.size", "return 1;", ""))).isEqualTo(root.resolve(module));
    }

    @Test
    void nestedClassIsFoundInTheFileOfItsOuterClass() throws Exception {
        write("core", "a", "Queue", "class Queue { record Item(int weight) {} }");

        assertThat(sources().planted(List.of(plant("Item", "int weight", "long weight"))))
                .containsOnlyKeys("a.Queue");
    }

    @Test
    void allPlantsOfAClassAreApplied() throws Exception {
        write("core", "a", "Queue", "class Queue { int one() { return 1; } int two() { return 2; } }");

        assertThat(sources().planted(List.of(plant("Queue.one", "1", "10"), plant("Queue.two", "2", "20"))))
                .containsValue("package a; class Queue { int one() { return 10; } int two() { return 20; } }");
    }

    @Test
    void ambiguousClassIsRefusedWithItsModules() throws Exception {
        write("core", "a", "Queue", "class Queue { int size = 1; }");
        write("testing/kit", "b.inner", "Queue", "class Queue { int size = 1; }");

        assertThatThrownBy(() -> sources().planted(plant("Queue", "size", "")))
                .hasMessageContaining("Queue is ambiguous, it may be in any of [core/a.Queue, kit/b.inner.Queue]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kit/Queue", "b.inner/Queue", "inner/Queue"})
    void moduleOrPackageSelectsAClass(String anchor) throws Exception {
        write("core", "a", "Queue", "class Queue { int size = 1; }");
        write("testing/kit", "b.inner", "Queue", "class Queue { int size = 1; }");

        assertThat(sources().planted(List.of(plant(anchor, "size", "")))).containsOnlyKeys("b.inner.Queue");
    }

    @Test
    void topLevelClassIsPreferredToNestedOnes() throws Exception {
        write("core", "a", "Effects", "interface Effects { record Queue(int size) {} }");
        write("core", "a", "Queue", "class Queue { int size; }");

        assertThat(sources().planted(List.of(plant("Queue", "size", "")))).containsOnlyKeys("a.Queue");
        assertThat(sources().planted(List.of(plant("Effects.Queue", "size", ""))))
                .containsOnlyKeys("a.Effects");
    }

    @Test
    void missingClassIsReportedWithTheClosestNames() throws Exception {
        write("core", "a", "Queues", "class Queues { int size = 1; }");

        assertThatThrownBy(() -> sources().planted(plant("Queue", "size = 1;", "")))
                .hasMessageContaining("some/list.txt, \"a change\"")
                .hasMessageContaining("there is no class Queue. The closest classes: [Queues]")
                .hasMessageContaining("The text is now in: Queues");
    }

    @Test
    void movedTextIsReportedWithItsNewAnchor() throws Exception {
        write("core", "a", "Queue", "class Queue { int size() { return 1; } }");
        write("core", "a", "Store", "class Store { int size() { return 2 /* two */ ; } }");

        assertThatThrownBy(() -> sources().planted(plant("Queue.size", "return 2;", "")))
                .hasMessageContaining("Queue.size does not have the text: return 2;")
                .hasMessageContaining("Missing there: [2]")
                .hasMessageEndingWith("The text is now in: Store.size");
    }

    @Test
    void missingMethodsAreReported() throws Exception {
        write("core", "a", "Queue", "class Queue { int size() { return 1; } }");

        assertThat(sources().missingMethods(List.of("core/Queue.size", "core/Queue.length", "Store.size")))
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("core/Queue.length: there is no method length"),
                        second -> assertThat(second).startsWith("Store.size: there is no class Store"));
    }

    private MainSources sources() {
        return MainSources.of(new ProjectLayout(root));
    }

    private static Planting plant(String anchor, String original, String replacement) {
        return new Planting("some/list.txt", "a change", Anchor.of(anchor), original, replacement, 0);
    }

    private void write(String module, String inPackage, String type, String text) throws Exception {
        Path folder = root.resolve(module);
        Path file = folder.resolve("src/main/java/" + inPackage.replace('.', '/') + "/" + type + ".java");
        Files.createDirectories(file.getParent());
        Files.writeString(folder.resolve("pom.xml"), "<project/>");
        Files.writeString(file, "package " + inPackage + "; " + text);
    }
}
