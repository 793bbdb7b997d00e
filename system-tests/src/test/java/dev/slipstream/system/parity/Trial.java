package dev.slipstream.system.parity;

import java.nio.file.Path;

/**
 * One run of a test in a separate class loader. The JVM that runs the tests reads each trial from a line of a file.
 *
 * @param name the name of the trial, which is also in its outcome
 * @param classes the folder of the patched classes; empty if there are none
 */
record Trial(String name, String classes, String type, String method, int iteration) {

    /** A run without patched classes. */
    static Trial control(NamedTest test) {
        return of("control of " + test.type() + "." + test.method() + " " + test.iteration(), "", test);
    }

    /** A run with these patched classes. */
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
