package dev.slipstream.system.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule catches classes that violate it. This test adds such classes to a copy of the built module. */
class OffendersTest {

    private static final List<Offender> OFFENDERS = offenders();

    private static Map<Offender, Built> copies;

    /** The violations that each rule finds in each copy. Cached, because a copy may have several offenders. */
    private static final Map<List<Object>, List<String>> VIOLATIONS = new HashMap<>();

    @BeforeAll
    static void addOffendersToCopies(@TempDir Path scratch) throws IOException {
        copies = new OffenderCopies(scratch).addAll(OFFENDERS);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void ruleCatchesOffender(Offender offender) {
        assertThat(offender.rule().concerns()).accepts(offender.home());
        assertThat(violations(offender.rule(), copies.get(offender)))
                .anySatisfy(violation -> assertThat(violation).contains(offender.name(), offender.expected()));
    }

    static Stream<Offender> ruleCatchesOffender() {
        return OFFENDERS.stream();
    }

    private static List<String> violations(Rule rule, Built copy) {
        return VIOLATIONS.computeIfAbsent(
                List.of(rule, copy.location()), key -> rule.violations().apply(copy));
    }

    @Test
    void eachRuleHasAnOffender() {
        assertThat(OFFENDERS).extracting(Offender::rule).containsAll(Rule.all());
    }

    private static List<Offender> offenders() {
        List<Offender> found = new ArrayList<>();
        Optional<Rule> rule = Optional.empty();
        for (String line : table().lines().toList()) {
            if (line.startsWith("  ")) {
                found.add(Offender.of(rule.orElseThrow(), line.strip(), found.size()));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                rule = Rule.all().stream()
                        .filter(one -> one.name().equals(line))
                        .findFirst();
            }
        }
        return found;
    }

    private static String table() {
        try (InputStream table = OffendersTest.class.getResourceAsStream("/architecture/offenders.txt")) {
            return new String(table.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
