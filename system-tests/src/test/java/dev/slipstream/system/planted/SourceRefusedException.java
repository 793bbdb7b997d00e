package dev.slipstream.system.planted;

/** A source in memory does not compile; the message is the compiler's. */
final class SourceRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SourceRefusedException(String message) {
        super(message);
    }
}
