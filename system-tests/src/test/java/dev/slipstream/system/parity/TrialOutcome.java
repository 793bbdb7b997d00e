package dev.slipstream.system.parity;

/**
 * What a {@link Trial} came to; a line in a file.
 *
 * @param trial its name
 * @param millis how long it took
 * @param words what failed, if something did
 */
record TrialOutcome(String trial, Colour colour, long millis, String words) {

    enum Colour {
        GREEN,
        RED,
        /** No test was found, or none ran. */
        NOTHING
    }

    String line() {
        return String.join("\t", trial, colour.name(), Long.toString(millis), words.replaceAll("\\s+", " "));
    }

    static TrialOutcome read(String line) {
        String[] words = line.split("\t", 4);
        return new TrialOutcome(words[0], Colour.valueOf(words[1]), Long.parseLong(words[2]), words[3]);
    }
}
