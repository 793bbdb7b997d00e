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

/** The page {@link Page#MUTANTS} explains survivors in methods that exist. */
class MutantsPageTest {

    /** Rows of other classes name the class alone. */
    private static final Pattern BEFORE_A_CLASS = Pattern.compile(".*\\.(?=[A-Z]\\w*$)");

    @Test
    void eachMethodOfTheTablesExists() throws IOException {
        Set<String> methods = Survivors.explained(ProjectLayout.ofThisBuild().page(Page.MUTANTS)).stream()
                .map(method ->
                        "slipstream-core/" + BEFORE_A_CLASS.matcher(method).replaceFirst(""))
                .collect(Collectors.toSet());

        assertThat(methods).hasSizeGreaterThan(20);
        assertThat(MainSources.ofThisBuild().gone(methods)).isEmpty();
    }
}
