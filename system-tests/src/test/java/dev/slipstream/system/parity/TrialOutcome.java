package dev.slipstream.system.parity;

/**
 * The outcome of a {@link Trial}, written as a line of a file.
 *
 * @param trial the name of the trial
 * @param millis the duration of the trial
 * @param failure the failure if the color is red, which means that a test failed; empty otherwise
 */
record TrialOutcome(String trial, Color color, long millis, String failure) {

    enum Color {
        GREEN,
        RED,
        /** No test was found, or none ran. */
        NOTHING
    }

    String line() {
        return String.join("\t", trial, color.name(), Long.toString(millis), failure.replaceAll("\\s+", " "));
    }

    static TrialOutcome read(String line) {
        String[] words = line.split("\t", 4);
        return new TrialOutcome(words[0], Color.valueOf(words[1]), Long.parseLong(words[2]), words[3]);
    }
}
