package dev.slipstream.system.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds types in the exported signatures of a module that the module's users cannot name. Either no module exports such
 * a type, or the users would have to require one more module. Annotations are ignored.
 */
final class Leaks {

    private static final ModuleFinder MODULES =
            ModuleFinder.compose(ModuleFinder.of(Built.classPath().toArray(Path[]::new)), ModuleFinder.ofSystem());

    /** The exporting module of each package that is exported to all modules. */
    private static final Map<String, String> EXPORTERS = MODULES.findAll().stream()
            .map(ModuleReference::descriptor)
            .flatMap(module -> exports(module).map(exported -> Map.entry(exported, module.name())))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, TreeMap::new));

    private final Set<String> offered;
    private final Set<String> read;

    private Leaks(ModuleDescriptor module) {
        this.offered = exports(module).collect(Collectors.toSet());
        this.read = readWith(module);
    }

    static List<String> of(Built module) {
        Leaks leaks = new Leaks(module.descriptor().orElseThrow());
        return module.classes().stream()
                .filter(leaks::isOffered)
                .flatMap(leaks::inside)
                .distinct()
                .toList();
    }

    private Stream<String> inside(JavaClass type) {
        Stream<JavaClass> parents = Stream.concat(type.getRawSuperclass().stream(), type.getRawInterfaces().stream());
        return Stream.concat(
                parents.flatMap(parent -> leak(type.getName(), parent)),
                type.getMembers().stream()
                        .filter(Leaks::isOffered)
                        .flatMap(member -> member.getAllInvolvedRawTypes().stream()
                                .flatMap(used -> leak(member.getFullName(), used))));
    }

    private Stream<String> leak(String user, JavaClass used) {
        JavaClass type = used.getBaseComponentType();
        if (type.isPrimitive() || isOffered(type)) {
            return Stream.empty();
        }
        String exporter = EXPORTERS.getOrDefault(type.getPackageName(), "no module");
        boolean isOurs = Built.owner(type).isPresent();
        return read.contains(exporter) && (!isOurs || isNameable(type))
                ? Stream.empty()
                : Stream.of(user + " uses " + type.getName() + ", exported by " + exporter);
    }

    private boolean isOffered(JavaClass type) {
        return offered.contains(type.getPackageName()) && isNameable(type);
    }

    private static boolean isOffered(JavaMember member) {
        Set<JavaModifier> modifiers = member.getModifiers();
        return (modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED))
                && !modifiers.contains(JavaModifier.SYNTHETIC);
    }

    private static boolean isNameable(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().stream().allMatch(Leaks::isNameable);
    }

    /** The packages that a module exports to all modules. A jar without a descriptor exports all its packages. */
    private static Stream<String> exports(ModuleDescriptor module) {
        if (module.isAutomatic()) {
            return module.packages().stream();
        }
        return module.exports().stream()
                .filter(exported -> !exported.isQualified())
                .map(Exports::source);
    }

    /**
     * The modules that a user's module reads when it requires this module. Includes the optional modules ({@code
     * requires static}), because a user who needs them requires them as well.
     */
    private static Set<String> readWith(ModuleDescriptor module) {
        Set<String> found = new TreeSet<>(Set.of("java.base"));
        Deque<ModuleDescriptor> unseen = new ArrayDeque<>(List.of(module));
        while (!unseen.isEmpty()) {
            unseen.remove().requires().stream()
                    .filter(required -> required.modifiers().contains(Requires.Modifier.TRANSITIVE)
                            || required.modifiers().contains(Requires.Modifier.STATIC))
                    .map(Requires::name)
                    .filter(found::add)
                    .forEach(name -> MODULES.find(name).ifPresent(next -> unseen.add(next.descriptor())));
        }
        return found;
    }
}
