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

/** Checks that {@link Page#MUTANTS} explains survivors in methods that exist. */
class MutantsPageTest {

    /** Some rows name only a class. {@link SurvivingMutants#explained} takes it for a method of the class before it. */
    private static final Pattern BEFORE_A_CLASS = Pattern.compile(".*\\.(?=[A-Z]\\w*$)");

    @Test
    void methodsInTheTablesExist() throws IOException {
        Set<String> methods = SurvivingMutants.explained(
                        ProjectLayout.ofThisBuild().page(Page.MUTANTS))
                .stream()
                .map(method ->
                        "slipstream-core/" + BEFORE_A_CLASS.matcher(method).replaceFirst(""))
                .collect(Collectors.toSet());

        assertThat(methods).hasSizeGreaterThan(20);
        assertThat(MainSources.ofThisBuild().missingMethods(methods)).isEmpty();
    }
}
