package dev.slipstream.system.architecture;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Adds offenders to copies of built modules. The offenders of one module share a copy, to save time. An offender that
 * replaces a class has a separate copy.
 */
final class OffenderCopies {

    private final Path scratch;
    private int copies;

    OffenderCopies(Path scratch) {
        this.scratch = scratch;
    }

    /** Adds each offender to a copy, and returns the copies. */
    Map<Offender, Built> addAll(List<Offender> offenders) throws IOException {
        Map<Object, List<Offender>> together = offenders.stream()
                .collect(Collectors.groupingBy(
                        offender -> offender.isReplacement()
                                ? offender
                                : offender.home().location(),
                        LinkedHashMap::new,
                        Collectors.toList()));
        Map<Offender, Built> homes = new LinkedHashMap<>();
        for (List<Offender> group : together.values()) {
            Built copy = copyWith(group);
            group.forEach(offender -> homes.put(offender, copy));
        }
        return homes;
    }

    private Built copyWith(List<Offender> offenders) throws IOException {
        Path folder = Files.createDirectory(scratch.resolve("copy" + copies++));
        Path copy = folder.resolve("copy.jar");
        Path classes = compile(folder, offenders);
        try (FileSystem jar = FileSystems.newFileSystem(URI.create("jar:" + copy.toUri()), Map.of("create", "true"))) {
            Path to = jar.getPath("/");
            Built.inside(offenders.get(0).home().location(), from -> copyAll(from, to));
            copyAll(classes, to);
        }
        return Built.at(copy);
    }

    /** Compiles the offenders on the class path, not as a module, so that javac accepts what the rules forbid. */
    private static Path compile(Path folder, List<Offender> offenders) throws IOException {
        Path classes = Files.createDirectory(folder.resolve("classes"));
        List<Path> sources = new ArrayList<>();
        for (Offender offender : offenders) {
            Path source = folder.resolve(offender.packageName()).resolve(offender.name() + ".java");
            Files.createDirectories(source.getParent());
            sources.add(Files.writeString(source, "package " + offender.packageName() + ";\n" + offender.source()));
        }
        String path = Built.classPath().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        List<String> options = List.of("--release", "21", "-proc:none", "-d", classes.toString(), "-cp", path);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter complaints = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            if (!compiler.getTask(complaints, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call()) {
                throw new IllegalArgumentException(complaints.toString());
            }
        }
        return classes;
    }

    private static Path copyAll(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
        return to;
    }
}
