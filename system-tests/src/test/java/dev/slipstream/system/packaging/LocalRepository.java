package dev.slipstream.system.packaging;

import dev.slipstream.system.layout.ProjectLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A local Maven repository with the artifacts of this build. For all other artifacts it has symbolic links to the
 * user's local repository. So no artifact of this build gets into the user's repository.
 *
 * @param folder the folder of the repository
 */
record LocalRepository(Path folder) {

    private static final String GROUP = "dev";
    private static final String PROJECT_OF_GROUP = "slipstream";

    /** Makes the repository in this folder. The build names the user's repository in {@code maven.repo}. */
    static LocalRepository beside(Path folder) throws IOException {
        Path users = Path.of(System.getProperty("maven.repo"));
        link(users, folder, GROUP);
        link(users.resolve(GROUP), folder.resolve(GROUP), PROJECT_OF_GROUP);
        return new LocalRepository(folder);
    }

    private static void link(Path from, Path to, String except) throws IOException {
        Files.createDirectories(to);
        for (Path entry : ProjectLayout.entries(from)) {
            if (!entry.getFileName().toString().equals(except)) {
                Files.createSymbolicLink(to.resolve(entry.getFileName()), entry);
            }
        }
    }

    /** Returns whether the build has made a jar of each published module. */
    static boolean hasAllJars() throws IOException {
        return PackagingTest.published().allMatch(module -> Files.exists(jar(module)));
    }

    /** Installs the parent, the BOM and the published modules. */
    void install(ProjectLayout project) throws IOException {
        install(project.root().resolve("pom.xml"), "slipstream-parent");
        install(project.module("bom").resolve("pom.xml"), "slipstream-bom");
        for (Path module : PackagingTest.published().toList()) {
            install(module.resolve("pom.xml"), PackagingTest.artifact(module));
            Path jar = jar(module);
            Files.copy(jar, target(PackagingTest.artifact(module)).resolve(jar.getFileName()));
        }
    }

    private void install(Path pom, String artifact) throws IOException {
        Path target = target(artifact);
        Files.createDirectories(target);
        Files.copy(pom, target.resolve(artifact + "-" + version() + ".pom"));
    }

    private Path target(String artifact) {
        return folder.resolve(GROUP).resolve(PROJECT_OF_GROUP).resolve(artifact).resolve(version());
    }

    private static Path jar(Path module) {
        return module.resolve("target").resolve(PackagingTest.artifact(module) + "-" + version() + ".jar");
    }

    private static String version() {
        return PackagingTest.first(
                "<artifactId>slipstream-parent</artifactId>\\s*<version>([^<]+)</version>", PackagingTest.parent());
    }
}
