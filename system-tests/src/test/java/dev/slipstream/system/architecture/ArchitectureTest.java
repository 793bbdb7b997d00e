package dev.slipstream.system.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleDescriptor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks the architecture rules against the built modules. */
class ArchitectureTest {

    /**
     * A rule also holds if it finds no class to check, so each module must have at least this many classes. Raise the
     * number when the module grows.
     */
    @ParameterizedTest
    @CsvSource({
        "dev.slipstream.core, 260",
        "dev.slipstream.serializer.jackson, 14",
        "dev.slipstream.transport.jdk, 6",
        "dev.slipstream.transport.tyrus, 20",
        "dev.slipstream.transport.netty, 12",
        "dev.slipstream.spring, 30",
        "dev.slipstream.api, 110",
        "dev.slipstream.testkit, 60",
        "dev.slipstream.testkit.server, 12",
        "dev.slipstream.micrometer, 6",
        "dev.slipstream.opentelemetry, 4",
        "dev.slipstream.transport.contract, 40",
        "dev.slipstream.simulation, 40",
        "dev.slipstream.examples, 18",
    })
    void eachModuleHasAMinimumOfClasses(String module, int classes) {
        assertThat(Built.module(module).classes().size()).isGreaterThanOrEqualTo(classes);
    }

    /** The list is exact, because each dependency of a module becomes a dependency of its users. */
    @ParameterizedTest
    @CsvSource({
        "dev.slipstream.core, java.base",
        "dev.slipstream.transport.jdk, java.base java.net.http dev.slipstream.core",
        "dev.slipstream.api, java.base dev.slipstream.core",
        "dev.slipstream.serializer.jackson, java.base dev.slipstream.core tools.jackson.databind",
        "dev.slipstream.micrometer, java.base dev.slipstream.core micrometer.core",
        "dev.slipstream.opentelemetry, java.base dev.slipstream.core io.opentelemetry.api io.opentelemetry.context",
    })
    void eachModuleRequiresExactlyTheseModules(String module, String required) {
        assertThat(Built.module(module).descriptor().orElseThrow().requires())
                .filteredOn(one -> !one.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC))
                .extracting(ModuleDescriptor.Requires::name)
                .containsExactlyInAnyOrder(required.split(" "));
    }

    @Test
    void exactlyOurModulesAreChecked() {
        assertThat(Built.modules())
                .extracting(Built::name)
                .containsExactly(
                        "dev.slipstream.api",
                        "dev.slipstream.core",
                        "dev.slipstream.examples",
                        "dev.slipstream.micrometer",
                        "dev.slipstream.opentelemetry",
                        "dev.slipstream.serializer.jackson",
                        "dev.slipstream.simulation",
                        "dev.slipstream.spring",
                        "dev.slipstream.testkit",
                        "dev.slipstream.testkit.server",
                        "dev.slipstream.transport.contract",
                        "dev.slipstream.transport.jdk",
                        "dev.slipstream.transport.netty",
                        "dev.slipstream.transport.tyrus");
    }

    @Test
    void testsAreChecked() {
        assertThat(Built.tests().stream()
                        .mapToInt(tests -> tests.classes().size())
                        .sum())
                .isGreaterThan(150);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource
    void eachRuleHolds(Rule rule, Built built) {
        assertThat(rule.violations().apply(built)).isEmpty();
    }

    static Stream<Arguments> eachRuleHolds() {
        List<Built> all =
                Stream.concat(Built.modules().stream(), Built.tests().stream()).toList();
        return Rule.all().stream()
                .flatMap(rule -> all.stream().filter(rule.concerns()).map(built -> Arguments.of(rule, built)));
    }
}
