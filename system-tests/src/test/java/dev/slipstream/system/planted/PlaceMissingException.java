package dev.slipstream.system.planted;

/** The text of a plant is not where its anchor says, or is there more than once. */
final class PlaceMissingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PlaceMissingException(String message) {
        super(message);
    }
}
