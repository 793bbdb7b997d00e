package dev.slipstream.system.fuzz;

/** What Jazzer calls: with the name of a target once, then with inputs. */
public final class Fuzzed {

    private static Target target = bytes -> {};

    private Fuzzed() {}

    /** Chooses the target. */
    public static void fuzzerInitialize(String[] arguments) {
        target = Targets.valueOf(arguments[0]).target();
    }

    /** Tries one input. */
    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        target.accept(input);
    }
}
