package dev.slipstream.core;

/** The reason why a client ended. */
public sealed interface StopReason {

    /** The client stopped itself, because its work is done. */
    record Normal() implements StopReason {}

    /**
     * The client's {@code init} decided not to start. A later callback may also use this reason to prevent a restart.
     */
    record Ignored() implements StopReason {}

    /** The client was closed from outside. */
    record Shutdown() implements StopReason {}

    /**
     * The client failed. The possible causes are:
     *
     * <ul>
     *   <li>The client stopped itself with an exception.
     *   <li>{@code init} or {@code handleFailure} threw.
     *   <li>The JVM failed: a {@link VirtualMachineError}, no thread to run on, or an executor that refused the task.
     * </ul>
     *
     * @param thrown the cause
     */
    record Failed(Throwable thrown) implements StopReason {

        @Override
        public String toString() {
            return "Failed[" + thrown.getClass().getName() + "]";
        }
    }
}
