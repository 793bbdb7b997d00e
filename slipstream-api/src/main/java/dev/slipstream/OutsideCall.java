package dev.slipstream;

import dev.slipstream.core.Operation;
import dev.slipstream.process.ClientProcess;
import dev.slipstream.process.PendingCalls;
import java.time.Duration;

/** Lets a thread that does not belong to the client wait for the answer to the call that it made. */
final class OutsideCall {

    private OutsideCall() {}

    /**
     * Refuses a call that a callback of the same client makes.
     *
     * @throws IllegalStateException if the calling thread runs a callback of this client
     */
    static void refuseInCallback(ClientProcess process) {
        process.callbackHere().ifPresent(callback -> {
            throw new IllegalStateException(process.described() + " cannot call itself: " + callback
                    + " would wait for an answer of a later callback; use the socket instead");
        });
    }

    /**
     * Waits for the answer to a call, and returns the value of the answer.
     *
     * @throws CallRefusedException if the callback refused or threw, or the client ended
     * @throws AwaitTimeoutException if no answer arrives in time
     * @throws AwaitInterruptedException if the thread is interrupted
     */
    static <T> T await(
            Supervisor supervisor, ClientProcess process, PendingCalls.PendingCall<T> waiting, Duration timeout) {
        try {
            if (process.settings().runtime().await(waiting.answer(), timeout)) {
                return value(supervisor, process, waiting);
            }
            process.callers().forget(waiting.from());
            throw new AwaitTimeoutException(
                    "the answer of " + process.described() + " to a call",
                    timeout,
                    process.running() + "; answer in handleCall with socket.answer, do not block callbacks for long,"
                            + " or pass a longer timeout");
        } catch (InterruptedException e) {
            process.callers().forget(waiting.from());
            Thread.currentThread().interrupt();
            throw new AwaitInterruptedException();
        }
    }

    @SuppressWarnings("unchecked") // Socket.answer accepts only a T for a From<T>
    private static <T> T value(Supervisor supervisor, ClientProcess process, PendingCalls.PendingCall<T> answered) {
        return switch (answered.answer().join()) {
            case Operation.AnswerCaller.Answer(var from, var value) -> (T) value;
            case Operation.AnswerCaller.Refusal(var from, var why) -> throw new CallRefusedException(why);
            case Operation.AnswerCaller.Ended(var from, var why) ->
                throw new CallRefusedException(
                        "cannot call " + process.described() + ": " + why + "; " + supervisor.remedy(process));
            case Operation.AnswerCaller.Thrown(var from, var thrown) ->
                throw new CallRefusedException("handleCall of " + process.described() + " threw "
                        + thrown.getClass().getName() + ", so the call has no answer; see the log of the client for"
                        + " the exception, or answer in handleCall with socket.refuse");
        };
    }
}
