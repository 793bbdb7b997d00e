package dev.slipstream.system.architecture;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Something that must hold in each part of the project that it concerns.
 *
 * @param name what must hold, as a sentence
 * @param concerns which parts
 * @param violations what breaks it there, each with the place
 */
record Rule(String name, Predicate<Built> concerns, Function<Built, List<String>> violations) {

    /** For the tests of each module alike. */
    static final Predicate<Built> TESTS = built -> built.descriptor().isEmpty();

    static final Predicate<Built> MODULES = TESTS.negate();

    /** For what users put on their path: all but the examples. */
    static final Predicate<Built> LIBRARIES = MODULES.and(built -> !built.name().equals("dev.slipstream.examples"));

    static final Predicate<Built> CORE = built -> built.name().equals("dev.slipstream.core");

    /** Must hold: nothing that is banned is used. */
    static Rule that(String name, Predicate<Built> concerns, Ban ban) {
        return new Rule(name, concerns, built -> ban.violations(built.classes()));
    }

    static List<Rule> all() {
        return Stream.of(Purity.RULES, Layers.RULES, House.RULES, Guard.RULES)
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public String toString() {
        return name;
    }
}
