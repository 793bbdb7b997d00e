package dev.slipstream;

import dev.slipstream.core.Event;
import dev.slipstream.core.Failure;

/** What was awaited cannot come any more, or too much else came first. */
public final class AwaitEndedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Failure failure;

    /** An await that this event ended; the event itself stays for its callback. */
    public AwaitEndedException(Event ending) {
        super("the await was ended by " + ending);
        this.failure = new Failure.Disconnected();
    }

    /** An await that this failure ended. */
    public AwaitEndedException(Failure failure) {
        super("the await was ended by " + failure);
        this.failure = failure;
    }

    /** Why it ended. */
    public Failure failure() {
        return failure;
    }
}
