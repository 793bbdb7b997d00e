package dev.slipstream.system.planted;

/** Thrown if the text of a plant is missing at its anchor or is not unique. */
final class AnchorNotFoundException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    AnchorNotFoundException(String message) {
        super(message);
    }
}
