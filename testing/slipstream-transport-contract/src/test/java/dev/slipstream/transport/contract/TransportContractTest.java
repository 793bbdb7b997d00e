package dev.slipstream.transport.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TransportContractTest {

    @Test
    void everyListedFaultHasTaggedRuleOrIsBeyondTransports() {
        Set<String> ruled = rules().flatMap(rule -> Arrays.stream(rule.getAnnotationsByType(Tag.class)))
                .map(Tag::value)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> beyond =
                Arrays.stream(BeyondTransports.values()).map(Enum::name).collect(Collectors.toCollection(TreeSet::new));

        assertThat(ruled).doesNotContainAnyElementsOf(beyond);
        Set<String> all = new TreeSet<>(ruled);
        all.addAll(beyond);
        assertThat(all).isEqualTo(theList());
    }

    @Test
    void displayNamesAreSentencesWithoutIds() {
        assertThat(rules().flatMap(rule -> Arrays.stream(rule.getAnnotationsByType(DisplayName.class)))
                        .map(DisplayName::value))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(name).doesNotContainPattern("\\b[FS]\\d"));
    }

    @Test
    void faultsBeyondTransportsHaveReason() {
        assertThat(BeyondTransports.values())
                .extracting(BeyondTransports::reason)
                .doesNotContain("");
    }

    private static Stream<Method> rules() {
        return Arrays.stream(TransportContract.class.getMethods()).filter(rule -> rule.isAnnotationPresent(Test.class));
    }

    private static Set<String> theList() {
        return Stream.concat(
                        IntStream.concat(IntStream.rangeClosed(1, 56), IntStream.rangeClosed(124, 127))
                                .mapToObj("F%02d"::formatted),
                        IntStream.concat(IntStream.rangeClosed(7, 10), IntStream.rangeClosed(27, 30))
                                .mapToObj("S%d"::formatted))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
