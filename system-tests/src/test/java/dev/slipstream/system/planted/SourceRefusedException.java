package dev.slipstream.system.planted;

/** Thrown if a source in memory does not compile. The message is the compiler's. */
final class SourceRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SourceRefusedException(String message) {
        super(message);
    }
}
