package dev.slipstream.system.architecture;

import static dev.slipstream.system.architecture.Rule.MODULES;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.lang.module.ModuleDescriptor.Exports;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Who may see whom. */
final class Layers {

    private static final String VOCABULARY = "dev.slipstream.core";
    private static final String TRANSPORT = VOCABULARY + ".transport";
    private static final String SERIALIZER = VOCABULARY + ".serializer";
    private static final String STATE = VOCABULARY + ".state";
    private static final String MACHINE = VOCABULARY + ".machine";
    private static final String WEBSOCKET = MACHINE + ".websocket";

    /** The modules that a module sees beside itself. */
    private static final Map<String, Set<String>> MODULES_SEEN = Map.of(
            "dev.slipstream.core",
            Set.of(),
            "dev.slipstream.serializer.jackson",
            Set.of("dev.slipstream.core"),
            "dev.slipstream.transport.jdk",
            Set.of("dev.slipstream.core"),
            "dev.slipstream.transport.tyrus",
            Set.of("dev.slipstream.core"),
            "dev.slipstream.api",
            Set.of("dev.slipstream.core"),
            "dev.slipstream.testkit",
            Set.of("dev.slipstream.core", "dev.slipstream.api", "dev.slipstream.serializer.jackson"),
            "dev.slipstream.examples",
            Set.of("dev.slipstream.core", "dev.slipstream.api", "dev.slipstream.testkit"));

    /** What packages of core, and adapters, see of core: packages, or single types of one. */
    private static final Map<String, Set<String>> CORE_SEEN = Map.of(
            VOCABULARY,
            Set.of(VOCABULARY),
            STATE,
            Set.of(VOCABULARY, STATE),
            TRANSPORT,
            Set.of(VOCABULARY, TRANSPORT),
            SERIALIZER,
            Set.of(VOCABULARY, SERIALIZER, TRANSPORT + ".Frame"),
            MACHINE,
            Set.of(VOCABULARY, STATE, TRANSPORT, SERIALIZER, MACHINE),
            WEBSOCKET,
            Set.of(VOCABULARY, TRANSPORT, WEBSOCKET),
            "dev.slipstream.transport.jdk",
            Set.of(VOCABULARY, TRANSPORT, WEBSOCKET),
            "dev.slipstream.transport.tyrus",
            Set.of(VOCABULARY, TRANSPORT, WEBSOCKET),
            "dev.slipstream.transport.tyrus.container",
            Set.of(WEBSOCKET + ".SerialQueue"),
            "dev.slipstream.serializer.jackson",
            Set.of(VOCABULARY, SERIALIZER, TRANSPORT + ".Frame"));

    /** What both machines are made of. */
    private static final Set<String> SHARED_BY_MACHINES = Set.of("Deadlines", "SparseMap", "Callback");

    static final Rule MODULES_SEE_DOWNWARDS = overUses(
            "a module sees only those below it",
            (module, user, used) -> Built.owner(used).stream()
                    .map(Built::name)
                    .allMatch(other -> other.equals(module.name())
                            || MODULES_SEEN.get(module.name()).contains(other)));

    static final Rule CORE_IS_LAYERED = overUses(
            "the vocabulary sees nothing; ports see it; machines see both; adapters see it and their own port",
            (module, user, used) -> {
                Set<String> seen = CORE_SEEN.get(user.getPackageName());
                boolean isCore = used.getPackageName().startsWith(VOCABULARY);
                return seen == null || !isCore || seen.stream().anyMatch(one -> isIn(used, one));
            });

    static final Rule NOBODY_REACHES_INTERNALS = overUses(
            "what a module does not export, no other uses",
            (module, user, used) -> Built.owner(used).stream()
                    .allMatch(owner -> owner.name().equals(module.name())
                            || exports(owner)
                                    .anyMatch(exported -> exported.source().equals(used.getPackageName())
                                            && (!exported.isQualified()
                                                    || exported.targets().contains(module.name())))));

    static final Rule MACHINES_SHARE_NO_INSIDES =
            new Rule("a machine does not use the insides of the other", Rule.CORE, core -> {
                Set<String> both = new TreeSet<>(insides("ConnectionMachine", core.classes()));
                both.retainAll(insides("ClientMachine", core.classes()));
                SHARED_BY_MACHINES.forEach(both::remove);
                return both.stream()
                        .map(one -> "ConnectionMachine and ClientMachine both use " + one)
                        .toList();
            });

    static final Rule NO_CYCLES = new Rule(
            "packages have no cycles",
            MODULES,
            module -> SlicesRuleDefinition.slices()
                    .assignedFrom(new ByPackage())
                    .should()
                    .beFreeOfCycles()
                    .allowEmptyShould(true)
                    .evaluate(module.classes())
                    .getFailureReport()
                    .getDetails());

    static final Rule NO_SPLIT_PACKAGES = new Rule(
            "a package is in one module",
            MODULES,
            module -> module.classes().stream()
                    .flatMap(type -> Built.modules().stream()
                            .filter(other -> !other.name().equals(module.name()))
                            .filter(other -> other.packages().contains(type.getPackageName()))
                            .map(other -> type.getName() + " is in " + module + ", its package also in " + other))
                    .toList());

    static final List<Rule> RULES = List.of(
            MODULES_SEE_DOWNWARDS,
            CORE_IS_LAYERED,
            NOBODY_REACHES_INTERNALS,
            MACHINES_SHARE_NO_INSIDES,
            NO_CYCLES,
            NO_SPLIT_PACKAGES);

    private Layers() {}

    static Stream<Exports> exports(Built module) {
        return module.descriptor().orElseThrow().exports().stream();
    }

    private interface Use {
        boolean isAllowed(Built module, JavaClass user, JavaClass used);
    }

    private static Rule overUses(String name, Use use) {
        return new Rule(
                name,
                MODULES,
                module -> module.classes().stream()
                        .flatMap(user -> user.getDirectDependenciesFromSelf().stream()
                                .filter(dependency -> !use.isAllowed(
                                        module,
                                        user,
                                        dependency.getTargetClass().getBaseComponentType())))
                        .map(Dependency::getDescription)
                        .toList());
    }

    private static boolean isIn(JavaClass type, String packageOrType) {
        return type.getPackageName().equals(packageOrType) || (type.getName() + "$").startsWith(packageOrType + "$");
    }

    /** The top-level types of the machines' package that a machine is made of, directly or not. */
    private static Set<String> insides(String machine, JavaClasses core) {
        Set<String> found = new TreeSet<>(Set.of(machine));
        Deque<String> unseen = new ArrayDeque<>(found);
        while (!unseen.isEmpty()) {
            String user = unseen.remove();
            core.stream()
                    .filter(type -> isIn(type, MACHINE + "." + user))
                    .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                    .map(use -> use.getTargetClass().getBaseComponentType())
                    .filter(used -> used.getPackageName().equals(MACHINE))
                    .map(used -> used.getName().substring(MACHINE.length() + 1).split("\\$")[0])
                    .filter(found::add)
                    .forEach(unseen::add);
        }
        return found;
    }

    private static final class ByPackage implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return SliceIdentifier.of(type.getPackageName());
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }
}
