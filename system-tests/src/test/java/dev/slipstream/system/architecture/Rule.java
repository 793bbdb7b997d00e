package dev.slipstream.system.architecture;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * An architecture rule.
 *
 * @param name the rule, as a sentence
 * @param concerns the parts of the project that the rule applies to
 * @param violations finds the violations in one part
 */
record Rule(String name, Predicate<Built> concerns, Function<Built, List<String>> violations) {

    /** The tests of all modules. */
    static final Predicate<Built> TESTS = built -> built.descriptor().isEmpty();

    static final Predicate<Built> MODULES = TESTS.negate();

    /** All modules that users add to their path: all except the examples. */
    static final Predicate<Built> LIBRARIES = MODULES.and(built -> !built.name().equals("dev.slipstream.examples"));

    static final Predicate<Built> CORE = built -> built.name().equals("dev.slipstream.core");

    /** Makes a rule that forbids the use of everything in a ban. */
    static Rule that(String name, Predicate<Built> concerns, Ban ban) {
        return new Rule(name, concerns, built -> ban.violations(built.classes()));
    }

    static List<Rule> all() {
        return Stream.of(Purity.RULES, Layers.RULES, GeneralRules.RULES, SecurityRules.RULES)
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public String toString() {
        return name;
    }
}
