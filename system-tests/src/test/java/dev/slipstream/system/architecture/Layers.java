package dev.slipstream.system.architecture;

import static dev.slipstream.system.architecture.Rule.MODULES;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.lang.module.ModuleDescriptor.Exports;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Rules about which modules and packages may depend on each other. */
final class Layers {

    private static final String CORE = "dev.slipstream.core";
    private static final String API = "dev.slipstream.api";
    private static final String CHANNELS = "dev.slipstream.channels";
    private static final String JACKSON = "dev.slipstream.serializer.jackson";
    private static final String TESTKIT = "dev.slipstream.testkit";
    private static final String SERVER = "dev.slipstream.testkit.server";
    private static final String MICROMETER = "dev.slipstream.micrometer";
    private static final String OPENTELEMETRY = "dev.slipstream.opentelemetry";
    private static final String VOCABULARY = CORE;
    private static final String TRANSPORT = VOCABULARY + ".transport";
    private static final String SERIALIZER = VOCABULARY + ".serializer";
    private static final String STATE = VOCABULARY + ".state";
    private static final String PRESENCE = VOCABULARY + ".presence";
    private static final String MACHINE = VOCABULARY + ".machine";
    private static final String TIME = MACHINE + ".time";
    private static final String CLIENT = MACHINE + ".client";
    private static final String CONNECTION = MACHINE + ".connection";
    private static final String WEBSOCKET = MACHINE + ".websocket";

    /** The modules that each module may use. */
    private static final Map<String, Set<String>> MODULES_SEEN = Map.ofEntries(
            Map.entry(CORE, Set.of()),
            Map.entry(JACKSON, Set.of(CORE)),
            Map.entry("dev.slipstream.transport.jdk", Set.of(CORE)),
            Map.entry("dev.slipstream.transport.tyrus", Set.of(CORE)),
            Map.entry("dev.slipstream.transport.netty", Set.of(CORE)),
            Map.entry("dev.slipstream.transport.contract", Set.of(CORE)),
            Map.entry(MICROMETER, Set.of(CORE)),
            Map.entry(OPENTELEMETRY, Set.of(CORE)),
            Map.entry("dev.slipstream.spring", Set.of(CORE, API, JACKSON, MICROMETER, OPENTELEMETRY, TESTKIT, SERVER)),
            Map.entry(API, Set.of(CORE)),
            Map.entry(TESTKIT, Set.of(CORE, API, JACKSON)),
            Map.entry(SERVER, Set.of(CORE, API, JACKSON, TESTKIT)),
            Map.entry("dev.slipstream.simulation", Set.of(CORE, API, JACKSON, TESTKIT)),
            Map.entry("dev.slipstream.examples", Set.of(CORE, API, TESTKIT, SERVER, MICROMETER, OPENTELEMETRY)));

    /** The packages or types of core that each package of core, each transport and each telemetry module may use. */
    private static final Map<String, Set<String>> CORE_SEEN = Map.ofEntries(
            Map.entry(VOCABULARY, Set.of(VOCABULARY)),
            Map.entry(STATE, Set.of(VOCABULARY, STATE)),
            Map.entry(PRESENCE, Set.of(VOCABULARY, STATE + ".PersistentMap", PRESENCE)),
            Map.entry(TRANSPORT, Set.of(VOCABULARY, TRANSPORT)),
            Map.entry(SERIALIZER, Set.of(VOCABULARY, SERIALIZER, TRANSPORT + ".Frame")),
            Map.entry(MACHINE, Set.of(MACHINE)),
            Map.entry(TIME, Set.of(TIME)),
            Map.entry(CLIENT, Set.of(VOCABULARY, STATE, MACHINE, TIME, CLIENT)),
            Map.entry(CONNECTION, Set.of(VOCABULARY, TRANSPORT, SERIALIZER, MACHINE, TIME, CONNECTION)),
            Map.entry(WEBSOCKET, Set.of(VOCABULARY, TRANSPORT, TIME, WEBSOCKET)),
            Map.entry(MICROMETER, Set.of(VOCABULARY)),
            Map.entry(OPENTELEMETRY, Set.of(VOCABULARY)),
            Map.entry("dev.slipstream.transport.jdk", Set.of(VOCABULARY, TRANSPORT, WEBSOCKET)),
            Map.entry("dev.slipstream.transport.tyrus", Set.of(VOCABULARY, TRANSPORT, WEBSOCKET)),
            Map.entry("dev.slipstream.transport.netty", Set.of(VOCABULARY, TRANSPORT, WEBSOCKET)),
            Map.entry("dev.slipstream.transport.tyrus.container", Set.of(WEBSOCKET + ".SerialQueue")),
            Map.entry("dev.slipstream.serializer.jackson", Set.of(VOCABULARY, SERIALIZER, TRANSPORT + ".Frame")));

    static final Rule MODULES_DEPEND_DOWNWARDS = overUses(
            "a module uses only modules below it",
            (module, user, used) -> Built.owner(used).stream()
                    .map(Built::name)
                    .allMatch(other -> other.equals(module.name())
                            || MODULES_SEEN.get(module.name()).contains(other)));

    static final Rule CORE_IS_LAYERED = overUses(
            "the vocabulary uses nothing; ports use it; machines use both, not each other;"
                    + " adapters use it and their own port",
            (module, user, used) -> {
                Set<String> seen = CORE_SEEN.get(user.getPackageName());
                boolean isCore = used.getPackageName().startsWith(VOCABULARY);
                return seen == null || !isCore || seen.stream().anyMatch(one -> isIn(used, one));
            });

    static final Rule NO_ACCESS_TO_INTERNALS = overUses(
            "no module uses packages that another one does not export",
            (module, user, used) -> Built.owner(used).stream()
                    .allMatch(owner -> owner.name().equals(module.name())
                            || exports(owner)
                                    .anyMatch(exported -> exported.source().equals(used.getPackageName())
                                            && (!exported.isQualified()
                                                    || exported.targets().contains(module.name())))));

    /** The channel handles use only public API. So users can write their own kind of handles on this API. */
    static final Rule CHANNELS_USE_PUBLIC_API = overUses(
            "channel handles use only public API",
            (module, user, used) -> !user.getPackageName().equals(CHANNELS)
                    || used.getPackageName().equals(CHANNELS)
                    || Built.owner(used).stream()
                            .allMatch(owner -> isNameable(used)
                                    && exports(owner)
                                            .anyMatch(exported -> !exported.isQualified()
                                                    && exported.source().equals(used.getPackageName()))));

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
            MODULES_DEPEND_DOWNWARDS,
            CORE_IS_LAYERED,
            NO_ACCESS_TO_INTERNALS,
            CHANNELS_USE_PUBLIC_API,
            NO_CYCLES,
            NO_SPLIT_PACKAGES);

    private Layers() {}

    static Stream<Exports> exports(Built module) {
        return module.descriptor().orElseThrow().exports().stream();
    }

    /** Whether a class and its enclosing classes are public. */
    private static boolean isNameable(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().stream().allMatch(Layers::isNameable);
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
