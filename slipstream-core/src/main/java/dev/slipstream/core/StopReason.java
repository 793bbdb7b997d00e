package dev.slipstream.core;

/** Why a client ended. */
public sealed interface StopReason {

    /** It stopped itself: its work is done. */
    record Normal() implements StopReason {}

    /** Its {@code init} decided not to start, and nothing follows. Later it is an end as any other, but never restarted. */
    record Ignored() implements StopReason {}

    /** It was closed from outside. */
    record Shutdown() implements StopReason {}

    /**
     * A callback threw and {@code handleFailure} did not carry on; or the JVM gave out: a {@link VirtualMachineError}, no
     * thread to run on, an executor that refused.
     *
     * @param thrown what was thrown
     */
    record Failed(Throwable thrown) implements StopReason {

        @Override
        public String toString() {
            return "Failed[" + thrown.getClass().getName() + "]";
        }
    }
}
