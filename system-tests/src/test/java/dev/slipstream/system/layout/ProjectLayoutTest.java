package dev.slipstream.system.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProjectLayoutTest {

    @TempDir
    Path root;

    @BeforeEach
    void writeProject() throws Exception {
        written("pom.xml");
        written(".ci/run");
        written("core/pom.xml");
        written("core/bom/pom.xml");
        written("testing/simulation/pom.xml");
    }

    @Test
    void modulesAreFoundAtAnyDepth() {
        ProjectLayout project = new ProjectLayout(root);

        assertThat(project.modules().stream().map(root::relativize).map(Path::toString))
                .containsExactly("core", "core/bom", "testing/simulation");
        assertThat(project.module("simulation")).isEqualTo(root.resolve("testing/simulation"));
    }

    @Test
    void buildFoldersSourcesAndHiddenFoldersHaveNoModules() throws Exception {
        written("core/target/copy/pom.xml");
        written("core/src/it/pom.xml");
        written(".copy/core/pom.xml");

        assertThat(new ProjectLayout(root).modules()).hasSize(3);
    }

    @Test
    void refusalOfAnUnknownModuleListsTheKnownModules() {
        assertThatThrownBy(() -> new ProjectLayout(root).module("kernel"))
                .hasMessageContaining("0 modules kernel")
                .hasMessageContaining("testing/simulation");
    }

    @Test
    void twoModulesOfOneNameAreRefused() throws Exception {
        written("testing/core/pom.xml");

        assertThatThrownBy(() -> new ProjectLayout(root).module("core")).hasMessageContaining("2 modules core");
    }

    @Test
    void rootIsFoundFromANestedModule() {
        assertThat(ProjectLayout.around(root.resolve("testing/simulation"))).isEqualTo(new ProjectLayout(root));
    }

    @Test
    void folderOutsideOfAProjectIsRefused(@TempDir Path other) {
        assertThatThrownBy(() -> ProjectLayout.around(other)).hasMessageContaining("is not in a project");
    }

    @Test
    void sourcesOfAllModulesAreListed() throws Exception {
        written("core/src/main/java/a/A.java");
        written("testing/simulation/src/main/java/b/B.java");
        written("testing/simulation/src/main/java/b/b.txt");

        assertThat(new ProjectLayout(root).sources("src/main/java"))
                .containsExactly(
                        root.resolve("core/src/main/java/a/A.java"),
                        root.resolve("testing/simulation/src/main/java/b/B.java"));
    }

    @ParameterizedTest
    @EnumSource
    void eachPageExists(Page page) {
        assertThat(ProjectLayout.ofThisBuild().page(page)).isRegularFile();
    }

    private void written(String file) throws Exception {
        Path target = root.resolve(file);
        Files.createDirectories(target.getParent());
        Files.writeString(target, "");
    }
}
