package dev.slipstream.transport.contract;

import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A JUnit extension that runs a test class {@code -Dfaults.repeat=N} times, by default once.
 *
 * <p>Repetition finds failures that occur only once in a hundred runs.
 */
public final class Repetitions implements ClassTemplateInvocationContextProvider {

    private static final String PROPERTY = "faults.repeat";

    /** Called by JUnit. */
    public Repetitions() {}

    /** The numbers of the repetitions, from 1. */
    public static IntStream numbers() {
        return numbers(Optional.ofNullable(System.getProperty(PROPERTY)));
    }

    private static IntStream numbers(Optional<String> asked) {
        String given = asked.orElse("1");
        if (!given.matches("[1-9]\\d{0,5}")) {
            throw new IllegalArgumentException("-D" + PROPERTY + " must be a number of 1 or more, not " + given);
        }
        return IntStream.rangeClosed(1, Integer.parseInt(given));
    }

    @Override
    public boolean supportsClassTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<ClassTemplateInvocationContext> provideClassTemplateInvocationContexts(ExtensionContext context) {
        // A configuration parameter of the test launcher overrides the system property.
        return numbers(context.getConfigurationParameter(PROPERTY))
                .mapToObj(number -> new Run(context.getDisplayName()));
    }

    /** One run of the class. Reports show only the name of the run, so this name contains the name of the class. */
    private record Run(String name) implements ClassTemplateInvocationContext {

        @Override
        public String getDisplayName(int number) {
            return number == 1 ? name : name + ", time " + number;
        }
    }
}
