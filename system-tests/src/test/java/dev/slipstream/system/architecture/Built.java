package dev.slipstream.system.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;

/**
 * A part of the project as Maven built it.
 *
 * @param name the name of the module; for tests, the folder of their classes
 * @param location the jar or the folder of classes. Tests have a folder. Modules have a folder if Maven ran only until
 *     {@code test} and built no jar.
 * @param descriptor the module descriptor; empty for tests
 * @param classes the compiled classes
 */
public record Built(String name, Path location, Optional<ModuleDescriptor> descriptor, JavaClasses classes) {

    private static final String OURS = "dev.slipstream.";

    private static final List<Built> MODULES = modulesOnTheClassPath();

    /** The modules of this project, sorted by name. */
    public static List<Built> modules() {
        return MODULES;
    }

    public static Built module(String name) {
        return MODULES.stream()
                .filter(module -> module.name.equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("no module " + name + " is on the class path, only " + MODULES));
    }

    /** The module of this project that contains the package of this class, if any. */
    static Optional<Built> owner(JavaClass type) {
        return owner(type.getPackageName());
    }

    static Optional<Built> owner(String packageName) {
        return MODULES.stream()
                .filter(module -> module.packages().contains(packageName))
                .findFirst();
    }

    Set<String> packages() {
        return descriptor.map(ModuleDescriptor::packages).orElseThrow();
    }

    /** The packages that the module exports to all modules. */
    public Set<String> exportedPackages() {
        return descriptor.orElseThrow().exports().stream()
                .filter(exported -> !exported.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.toSet());
    }

    /** The compiled tests of all modules, including this one. They are in a folder next to each module's classes. */
    static List<Built> tests() {
        Stream<Path> others = MODULES.stream().map(module -> module.location.resolveSibling("test-classes"));
        return Stream.concat(others, classPath().filter(entry -> entry.endsWith("test-classes")))
                .distinct()
                .filter(Files::isDirectory)
                .map(folder -> new Built(folder.toString(), folder, Optional.empty(), imported(folder)))
                .toList();
    }

    /** Reads the module in this jar or folder. Without a module descriptor, reads only the classes. */
    static Built at(Path location) {
        return moduleAt(location)
                .map(module -> of(location, module))
                .orElseGet(() -> new Built(location.toString(), location, Optional.empty(), imported(location)));
    }

    /** Calls the function with the root folder of a jar or of a folder of classes. */
    static <T> T inside(Path location, Function<Path, T> look) {
        if (Files.isDirectory(location)) {
            return look.apply(location);
        }
        try (FileSystem jar = FileSystems.newFileSystem(location)) {
            return look.apply(jar.getPath("/"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Reads each class in this jar or folder. */
    static void visit(Path location, ClassVisitor visitor) {
        inside(location, root -> {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".class")).toList()) {
                    new ClassReader(Files.readAllBytes(file)).accept(visitor, ClassReader.SKIP_DEBUG);
                }
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
            return root;
        });
    }

    /** The existing entries of the class path. */
    static Stream<Path> classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(Files::exists);
    }

    private static List<Built> modulesOnTheClassPath() {
        return classPath()
                .flatMap(entry -> moduleAt(entry)
                        .filter(module -> module.descriptor().name().startsWith(OURS))
                        .map(module -> of(entry, module))
                        .stream())
                .sorted(Comparator.comparing(Built::name))
                .toList();
    }

    private static Built of(Path location, ModuleReference module) {
        return new Built(module.descriptor().name(), location, Optional.of(module.descriptor()), imported(location));
    }

    private static Optional<ModuleReference> moduleAt(Path location) {
        return ModuleFinder.of(location).findAll().stream()
                .filter(module -> !module.descriptor().isAutomatic())
                .findFirst();
    }

    private static JavaClasses imported(Path location) {
        ClassFileImporter importer = new ClassFileImporter();
        if (Files.isDirectory(location)) {
            return importer.importPath(location);
        }
        try (JarFile jar = new JarFile(location.toFile())) {
            return importer.importJar(jar);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
