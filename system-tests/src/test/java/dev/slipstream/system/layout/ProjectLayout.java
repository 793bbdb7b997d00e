package dev.slipstream.system.layout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds the modules, sources and pages of a project. A module is found by the name of its folder, at any level below
 * the root.
 *
 * @param root the folder of the parent pom
 */
public record ProjectLayout(Path root) {

    /** A module's folder is at most this many levels below the root. */
    private static final int DEEPEST = 3;

    private static final Set<String> WITHOUT_MODULES = Set.of("src", "target", "node_modules");

    /** The project whose build runs this test. */
    public static ProjectLayout ofThisBuild() {
        return around(Path.of(System.getProperty("basedir", "")));
    }

    /**
     * The project that contains this folder. Its root is this folder or its nearest parent that has a {@code pom.xml}
     * and a folder {@code .ci}.
     */
    public static ProjectLayout around(Path folder) {
        Path root = folder.toAbsolutePath().normalize();
        while (!Files.exists(root.resolve("pom.xml")) || !Files.isDirectory(root.resolve(".ci"))) {
            root = root.getParent();
            if (root == null) {
                throw new IllegalStateException(
                        folder + " is not in a project: no folder above has a pom.xml and a .ci");
            }
        }
        return new ProjectLayout(root);
    }

    /** The file of a page. */
    public Path page(Page page) {
        return root.resolve(page.path());
    }

    /** The folders of all modules, sorted: the folders below the root with a {@code pom.xml}. */
    public List<Path> modules() {
        List<Path> modules = new ArrayList<>();
        addModules(root, DEEPEST, modules);
        return modules;
    }

    private static void addModules(Path folder, int levels, List<Path> modules) {
        for (Path inside : entries(folder)) {
            String name = inside.getFileName().toString();
            if (levels > 0 && Files.isDirectory(inside) && !name.startsWith(".") && !WITHOUT_MODULES.contains(name)) {
                if (Files.exists(inside.resolve("pom.xml"))) {
                    modules.add(inside);
                }
                addModules(inside, levels - 1, modules);
            }
        }
    }

    /** The files and folders in this folder, sorted; empty if the folder does not exist. */
    public static List<Path> entries(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.sorted().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * The folder of a module.
     *
     * @param name the name of the folder, such as {@code slipstream-core}
     * @throws IllegalStateException if no module or more than one has that name
     */
    public Path module(String name) {
        List<Path> modules = modules();
        List<Path> found =
                modules.stream().filter(module -> module.endsWith(name)).toList();
        if (found.size() != 1) {
            throw new IllegalStateException("there are %d modules %s; the modules are %s"
                    .formatted(
                            found.size(),
                            name,
                            modules.stream().map(root::relativize).toList()));
        }
        return found.getFirst();
    }

    /**
     * The Java files of all modules, sorted.
     *
     * @param folder the source folder in each module, such as {@code src/main/java}
     */
    public List<Path> sources(String folder) {
        return modules().stream()
                .flatMap(module -> sources(module.resolve(folder)).stream())
                .toList();
    }

    /** The Java files below this folder, sorted; empty if the folder does not exist. */
    public static List<Path> sources(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
