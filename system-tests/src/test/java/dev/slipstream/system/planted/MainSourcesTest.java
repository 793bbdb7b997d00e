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

/** A plant finds its class in whatever module and package it is; a failure names the list, the plant and what is gone. */
class MainSourcesTest {

    @TempDir
    Path root;

    @ParameterizedTest
    @CsvSource({"core, a", "core, a.b.c", "testing/simulation, other"})
    void moduleAndPackageOfAClassDoNotMatter(String module, String inPackage) throws Exception {
        written(module, inPackage, "Queue", "class Queue { int size() { return 1; } }");

        assertThat(sources().planted(List.of(plant("Queue.size", "return 1;", "return 2;"))))
                .containsOnlyKeys(inPackage + ".Queue")
                .containsValue("package " + inPackage + "; class Queue { int size() { return 2; } }");
        assertThat(sources().module(plant("Queue.size", "return 1;", ""))).isEqualTo(root.resolve(module));
    }

    @Test
    void nestedClassIsFoundInTheFileOfTheClassAroundIt() throws Exception {
        written("core", "a", "Queue", "class Queue { record Item(int weight) {} }");

        assertThat(sources().planted(List.of(plant("Item", "int weight", "long weight"))))
                .containsOnlyKeys("a.Queue");
    }

    @Test
    void plantsOfOneClassAreAllThere() throws Exception {
        written("core", "a", "Queue", "class Queue { int one() { return 1; } int two() { return 2; } }");

        assertThat(sources().planted(List.of(plant("Queue.one", "1", "10"), plant("Queue.two", "2", "20"))))
                .containsValue("package a; class Queue { int one() { return 10; } int two() { return 20; } }");
    }

    @Test
    void classOfTwoModulesIsRefusedWithBoth() throws Exception {
        written("core", "a", "Queue", "class Queue { int size = 1; }");
        written("testing/kit", "b.inner", "Queue", "class Queue { int size = 1; }");

        assertThatThrownBy(() -> sources().planted(plant("Queue", "size", "")))
                .hasMessageContaining("Queue may be in any of [core/a.Queue, kit/b.inner.Queue]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kit/Queue", "b.inner/Queue", "inner/Queue"})
    void moduleOrPackageChoosesAmongClassesOfOneName(String anchor) throws Exception {
        written("core", "a", "Queue", "class Queue { int size = 1; }");
        written("testing/kit", "b.inner", "Queue", "class Queue { int size = 1; }");

        assertThat(sources().planted(List.of(plant(anchor, "size", "")))).containsOnlyKeys("b.inner.Queue");
    }

    @Test
    void classWithItsWholeNameComesBeforeNestedOnesOfThatName() throws Exception {
        written("core", "a", "Effects", "interface Effects { record Queue(int size) {} }");
        written("core", "a", "Queue", "class Queue { int size; }");

        assertThat(sources().planted(List.of(plant("Queue", "size", "")))).containsOnlyKeys("a.Queue");
        assertThat(sources().planted(List.of(plant("Effects.Queue", "size", ""))))
                .containsOnlyKeys("a.Effects");
    }

    @Test
    void goneClassIsNamedWithItsListAndPlantAndTheClosestClasses() throws Exception {
        written("core", "a", "Queues", "class Queues { int size = 1; }");

        assertThatThrownBy(() -> sources().planted(plant("Queue", "size = 1;", "")))
                .hasMessageContaining("some/list.txt, \"a change\"")
                .hasMessageContaining("the class Queue is gone. The closest classes: [Queues]")
                .hasMessageContaining("The text is now in: Queues");
    }

    @Test
    void movedTextIsFoundElsewhere() throws Exception {
        written("core", "a", "Queue", "class Queue { int size() { return 1; } }");
        written("core", "a", "Store", "class Store { int size() { return 2 /* two */ ; } }");

        assertThatThrownBy(() -> sources().planted(plant("Queue.size", "return 2;", "")))
                .hasMessageContaining("Queue.size does not have the text: return 2;")
                .hasMessageContaining("Gone from there: [2]")
                .hasMessageEndingWith("The text is now in: Store.size");
    }

    @Test
    void goneMethodsAreNamed() throws Exception {
        written("core", "a", "Queue", "class Queue { int size() { return 1; } }");

        assertThat(sources().gone(List.of("core/Queue.size", "core/Queue.length", "Store.size")))
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("core/Queue.length: the method length is gone"),
                        second -> assertThat(second).startsWith("Store.size: the class Store is gone"));
    }

    private MainSources sources() {
        return MainSources.of(new ProjectLayout(root));
    }

    private static Planting plant(String anchor, String original, String replacement) {
        return new Planting("some/list.txt", "a change", Anchor.of(anchor), original, replacement, 0);
    }

    private void written(String module, String inPackage, String type, String text) throws Exception {
        Path folder = root.resolve(module);
        Path file = folder.resolve("src/main/java/" + inPackage.replace('.', '/') + "/" + type + ".java");
        Files.createDirectories(file.getParent());
        Files.writeString(folder.resolve("pom.xml"), "<project/>");
        Files.writeString(file, "package " + inPackage + "; " + text);
    }
}
