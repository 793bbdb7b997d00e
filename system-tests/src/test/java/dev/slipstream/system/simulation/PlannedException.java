package dev.slipstream.system.simulation;

import dev.slipstream.core.PayloadMismatchException;

/** Thrown by callbacks of the simulation on purpose. */
final class PlannedException extends RuntimeException {

    private static final long serialVersionUID = 1;
    /** The start of the message of each planned exception. */
    static final String MARK = "planned, in ";

    PlannedException(String where) {
        super(MARK + where);
    }

    /** Returns an error that is not a {@code VirtualMachineError}. */
    static Error error() {
        return new AssertionError(MARK + "a callback, as an error");
    }

    /** Returns the error that too deep a recursion causes. */
    static Error tooDeep() {
        return new StackOverflowError(MARK + "a callback, too deep");
    }

    /** Returns the error that a JVM throws when memory runs out. */
    static Error exhausted() {
        return new OutOfMemoryError(MARK + "a callback, out of memory");
    }

    /** Returns whether a callback threw this on purpose. */
    static boolean is(Throwable thrown) {
        return thrown instanceof PayloadMismatchException
                || String.valueOf(thrown.getMessage()).startsWith(MARK);
    }
}
