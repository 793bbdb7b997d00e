package dev.slipstream.system.planted;

/** Thrown if the original text of a planted change is missing at its anchor or is not unique. */
final class AnchorNotFoundException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    AnchorNotFoundException(String message) {
        super(message);
    }
}
