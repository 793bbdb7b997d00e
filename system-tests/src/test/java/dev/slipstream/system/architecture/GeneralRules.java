package dev.slipstream.system.architecture;

import static dev.slipstream.system.architecture.Rule.LIBRARIES;
import static dev.slipstream.system.architecture.Rule.MODULES;
import static dev.slipstream.system.architecture.Rule.TESTS;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Set;

/** Rules for every module. */
final class GeneralRules {

    private static final Ban SLEEP = Ban.on("java.lang.Thread#sleep", "java.util.concurrent.TimeUnit#sleep");

    static final Rule NOTHING_SLEEPS = Rule.that("main code does not sleep", MODULES, SLEEP);

    static final Rule NO_TEST_SLEEPS = Rule.that(
            "tests do not sleep, except the listed tests of real sockets",
            TESTS,
            SLEEP.notIn("dev.slipstream.testkit.server.capture.ServerPeer", "dev.slipstream.examples.Rooms"));

    static final Rule NOTHING_PRINTS = Rule.that(
            "libraries do not print",
            LIBRARIES,
            Ban.on("java.lang.System#out", "java.lang.System#err", "#printStackTrace", "java.lang.Thread#dumpStack"));

    static final Rule NOTHING_IS_SERIALIZED = Rule.that(
            "Java serialization is not used, and JSON names no classes",
            MODULES,
            Ban.on(
                    "java.io.ObjectInputStream",
                    "java.io.ObjectOutputStream",
                    "java.io.ObjectInputFilter",
                    "java.io.Serializable",
                    "java.io.Externalizable",
                    "com.fasterxml.jackson.annotation.JsonTypeInfo",
                    "#activateDefaultTyping",
                    "#activateDefaultTypingAsProperty",
                    "#setDefaultTyping"));

    /** {@code synchronized} pins a virtual thread to its carrier on JDK 21. */
    static final Rule NOTHING_IS_SYNCHRONIZED =
            new Rule("nothing is synchronized", MODULES, module -> Monitors.in(module.location()));

    static final Rule NO_LEAKS =
            new Rule("exported signatures use only types that users can name", LIBRARIES, Leaks::of);

    static final Rule EXCEPTIONS_HAVE_ONE_PARENT = new Rule(
            "each unchecked exception that awaits and calls throw is a SlipstreamException",
            LIBRARIES,
            module -> module.classes().stream()
                    .filter(type ->
                            Set.of("dev.slipstream", "dev.slipstream.core").contains(type.getPackageName()))
                    .filter(GeneralRules::isUnchecked)
                    .filter(type -> !type.isAssignableTo("dev.slipstream.core.SlipstreamException"))
                    .map(type -> type.getName() + " does not extend SlipstreamException")
                    .toList());

    static final List<Rule> RULES = List.of(
            NOTHING_SLEEPS,
            NO_TEST_SLEEPS,
            NOTHING_PRINTS,
            NOTHING_IS_SERIALIZED,
            NOTHING_IS_SYNCHRONIZED,
            NO_LEAKS,
            EXCEPTIONS_HAVE_ONE_PARENT);

    private GeneralRules() {}

    /** Uses reflection, because ArchUnit does not read the classes of the JDK. */
    private static boolean isUnchecked(JavaClass type) {
        return type.getAllRawSuperclasses().stream().map(JavaClass::getName).anyMatch(parent -> {
            try {
                return RuntimeException.class.isAssignableFrom(Class.forName(parent));
            } catch (ClassNotFoundException | LinkageError unavailable) {
                return false;
            }
        });
    }
}
