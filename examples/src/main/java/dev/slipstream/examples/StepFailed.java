package dev.slipstream.examples;

/** A stop of the tour did not show what it was to show. */
final class StepFailed extends RuntimeException {

    private static final long serialVersionUID = 1;

    StepFailed(String message) {
        super(message);
    }
}
