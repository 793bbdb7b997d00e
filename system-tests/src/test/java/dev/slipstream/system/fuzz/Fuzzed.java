package dev.slipstream.system.fuzz;

/**
 * The entry points for Jazzer. Jazzer calls {@code fuzzerInitialize} once with the name of a target, and then {@code
 * fuzzerTestOneInput} with each input.
 */
public final class Fuzzed {

    private static Target target = bytes -> {};

    private Fuzzed() {}

    /** Selects the target. */
    public static void fuzzerInitialize(String[] arguments) {
        target = Targets.valueOf(arguments[0]).target();
    }

    /** Tries one input. */
    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        target.accept(input);
    }
}
