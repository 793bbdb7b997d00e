package dev.slipstream.system.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.system.layout.Page;
import dev.slipstream.system.layout.ProjectLayout;
import dev.slipstream.system.planted.MainSources;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Checks that each method named on the page about surviving mutants exists. */
class MutantsPageTest {

    /**
     * Matches the {@code A.} of {@code A.B} if {@code B} is a class. A row of the page may name the method {@code A.a}
     * and then the class {@code B}. {@link SurvivingMutants#explained} takes this {@code B} for a method of {@code A}
     * and returns {@code A.B}. This test removes the {@code A.} again.
     */
    private static final Pattern PREFIX_OF_CLASS = Pattern.compile(".*\\.(?=[A-Z]\\w*$)");

    @Test
    void methodsInTheTablesExist() throws IOException {
        Set<String> methods = SurvivingMutants.explained(
                        ProjectLayout.ofThisBuild().page(Page.MUTANTS))
                .stream()
                .map(method ->
                        "slipstream-core/" + PREFIX_OF_CLASS.matcher(method).replaceFirst(""))
                .collect(Collectors.toSet());

        assertThat(methods).hasSizeGreaterThan(20);
        assertThat(MainSources.ofThisBuild().missingMethods(methods)).isEmpty();
    }
}
