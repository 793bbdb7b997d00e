package dev.slipstream;

import dev.slipstream.core.Operation;
import dev.slipstream.core.Socket;
import dev.slipstream.core.Telemetry;
import dev.slipstream.process.ClientProcess;
import dev.slipstream.process.InContext;
import dev.slipstream.process.PendingCalls;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The context of a thread that calls a client, such as the current trace of the thread. As an executor, this object
 * runs tasks in that context, on a virtual thread.
 *
 * @param captured what the client's telemetry listener captured; null if there is no context or no listener
 */
record CallerContext(ClientProcess process, @Nullable Object captured) implements Executor {

    /** Captures the context of the calling thread. */
    static CallerContext of(ClientProcess process) {
        return new CallerContext(process, process.capture());
    }

    /**
     * Adds the context of the calling thread to a message of user code. If the thread has no context, returns the
     * message unchanged.
     */
    static Object addTo(Object message, ClientProcess process) {
        Object captured = process.capture();
        return captured == null ? message : new InContext.Mail(message, captured);
    }

    /** Wraps a step, so that it runs in this context. If there is no context, returns the step unchanged. */
    UnaryOperator<Socket> around(UnaryOperator<Socket> step) {
        return captured == null ? step : new InContext.Step(step, captured);
    }

    /**
     * Returns the stage of a step, the function that {@link RunningClient#run} runs. The stage completes when the
     * client reports that the step returned or threw, or that the client ended. Dependent stages run in this context.
     */
    CompletionStage<@Nullable Void> stage(Supervisor supervisor, PendingCalls.PendingCall<?> waiting) {
        ClientStage<@Nullable Void> done = new ClientStage<>(supervisor);
        CompletionStage<Void> unused = waiting.answer()
                .thenAcceptAsync(
                        answer -> {
                            switch (answer) {
                                case Operation.AnswerCaller.Answer returned -> done.complete(null);
                                case Operation.AnswerCaller.Thrown(var from, var thrown) ->
                                    done.completeExceptionally(thrown);
                                case Operation.AnswerCaller.Ended(var from, var why) ->
                                    done.completeExceptionally(supervisor.refused(process, why));
                                case Operation.AnswerCaller.Refusal(var from, var why) -> // cannot happen: not a call
                                    done.completeExceptionally(new CallRefusedException(why));
                            }
                        },
                        this);
        return done;
    }

    @Override
    public void execute(Runnable task) {
        process.settings().runtime().elsewhere(captured == null ? task : () -> run(task));
    }

    private void run(Runnable task) {
        Telemetry.Scope scope = process.restore(captured);
        try {
            task.run();
        } finally {
            scope.close();
        }
    }
}
