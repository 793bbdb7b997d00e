package dev.slipstream;

/** The thread was interrupted while it waited; its interrupt flag is still set. */
public final class AwaitInterruptedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public AwaitInterruptedException() {
        super("interrupted while waiting");
    }
}
