package dev.slipstream.examples;

/** A step of the tour did not work. */
final class StepFailed extends RuntimeException {

    private static final long serialVersionUID = 1;

    StepFailed(String message) {
        super(message);
    }
}
