package dev.slipstream.system.parity;

import java.nio.file.Path;

/**
 * One run of a test, in a world of its own; a line in a file, for a JVM that does it.
 *
 * @param name by which its outcome is told
 * @param classes the folder of the classes that are changed in that world; empty if nothing is
 */
record Trial(String name, String classes, String type, String method, int iteration) {

    /** As nothing is changed. */
    static Trial control(NamedTest test) {
        return of("control of " + test.type() + "." + test.method() + " " + test.iteration(), "", test);
    }

    /** With these classes in place of ours. */
    static Trial of(String name, Path classes, NamedTest test) {
        return of(name, classes.toString(), test);
    }

    private static Trial of(String name, String classes, NamedTest test) {
        return new Trial(name, classes, test.type(), test.method(), test.iteration());
    }

    String line() {
        return String.join("\t", name, classes, type, method, Integer.toString(iteration));
    }

    static Trial read(String line) {
        String[] words = line.split("\t");
        return new Trial(words[0], words[1], words[2], words[3], Integer.parseInt(words[4]));
    }
}
