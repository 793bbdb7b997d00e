package dev.slipstream.transport.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TransportContractTest {

    private static final Pattern ID = Pattern.compile("\\b([FS])(\\d{1,3})(?: to \\1(\\d{1,3}))?\\b");

    @Test
    void everyFaultHasRuleOrIsBeyondTransports() {
        Set<String> ruled = rules().map(rule -> rule.getAnnotation(DisplayName.class))
                .filter(name -> name != null)
                .flatMap(name -> ids(name.value()))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> beyond =
                Arrays.stream(BeyondTransports.values()).map(Enum::name).collect(Collectors.toCollection(TreeSet::new));

        assertThat(ruled).doesNotContainAnyElementsOf(beyond);
        Set<String> all = new TreeSet<>(ruled);
        all.addAll(beyond);
        assertThat(all).isEqualTo(theList());
    }

    @Test
    void faultsBeyondTransportsHaveReason() {
        assertThat(BeyondTransports.values())
                .extracting(BeyondTransports::reason)
                .doesNotContain("");
    }

    @Test
    void idsAreReadSinglyAndInRanges() {
        assertThat(ids("F02 S10, F47 to F50: words of 1 F")).containsExactly("F02", "S10", "F47", "F48", "F49", "F50");
    }

    private static Stream<Method> rules() {
        return Arrays.stream(TransportContract.class.getMethods()).filter(rule -> rule.isAnnotationPresent(Test.class));
    }

    private static Stream<String> ids(String name) {
        Matcher ids = ID.matcher(name);
        return ids.results().flatMap(id -> {
            int first = Integer.parseInt(id.group(2));
            int last = id.group(3) == null ? first : Integer.parseInt(id.group(3));
            return IntStream.rangeClosed(first, last).mapToObj(number -> id(id.group(1), number));
        });
    }

    private static Set<String> theList() {
        return Stream.concat(
                        IntStream.concat(IntStream.rangeClosed(1, 56), IntStream.rangeClosed(124, 127))
                                .mapToObj(number -> id("F", number)),
                        IntStream.concat(IntStream.rangeClosed(7, 10), IntStream.rangeClosed(27, 30))
                                .mapToObj(number -> id("S", number)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String id(String kind, int number) {
        return kind.equals("F") ? "F%02d".formatted(number) : kind + number;
    }
}
