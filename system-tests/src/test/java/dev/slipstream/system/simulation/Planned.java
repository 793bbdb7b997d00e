package dev.slipstream.system.simulation;

import dev.slipstream.core.PayloadMismatchException;

/** What a callback throws on purpose. */
final class Planned extends RuntimeException {

    private static final long serialVersionUID = 1;
    private static final String MARK = "planned, in ";

    Planned(String where) {
        super(MARK + where);
    }

    /** An error that says nothing of the JVM. */
    static Error error() {
        return new AssertionError(MARK + "a callback, as an error");
    }

    /** What too deep a recursion throws. */
    static Error tooDeep() {
        return new StackOverflowError(MARK + "a callback, too deep");
    }

    /** What a JVM throws that has nothing left. */
    static Error exhausted() {
        return new OutOfMemoryError(MARK + "a callback, with nothing left");
    }

    /** Whether this was thrown on purpose. */
    static boolean is(Throwable thrown) {
        return thrown instanceof PayloadMismatchException
                || String.valueOf(thrown.getMessage()).startsWith(MARK);
    }
}
