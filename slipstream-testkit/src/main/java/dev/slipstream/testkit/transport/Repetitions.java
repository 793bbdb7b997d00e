package dev.slipstream.testkit.transport;

import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs a class of tests again and again: once, unless {@code -Dfaults.repeat=N} says otherwise.
 *
 * <p>What goes wrong on sockets one time in a hundred shows in no single run.
 */
public final class Repetitions implements ClassTemplateInvocationContextProvider {

    private static final String PROPERTY = "faults.repeat";

    /** Called by JUnit. */
    public Repetitions() {}

    /** From 1 to how often faults are to be tried. */
    public static IntStream numbers() {
        return numbers(Optional.ofNullable(System.getProperty(PROPERTY)));
    }

    private static IntStream numbers(Optional<String> asked) {
        String given = asked.orElse("1");
        if (!given.matches("[1-9]\\d{0,5}")) {
            throw new IllegalArgumentException("-D" + PROPERTY + " is a number from 1 on, not " + given);
        }
        return IntStream.rangeClosed(1, Integer.parseInt(given));
    }

    @Override
    public boolean supportsClassTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<ClassTemplateInvocationContext> provideClassTemplateInvocationContexts(ExtensionContext context) {
        // Which is the property, unless whoever launches the tests says otherwise.
        return numbers(context.getConfigurationParameter(PROPERTY))
                .mapToObj(number -> new Run(context.getDisplayName()));
    }

    /** Bears the name of the class: reports know no other. */
    private record Run(String name) implements ClassTemplateInvocationContext {

        @Override
        public String getDisplayName(int number) {
            return number == 1 ? name : name + ", time " + number;
        }
    }
}
