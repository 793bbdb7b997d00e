package dev.slipstream.channels;

import dev.slipstream.AwaitTimeoutException;
import dev.slipstream.ClientEndedException;
import dev.slipstream.JoinFailedException;
import dev.slipstream.RunningClient;
import dev.slipstream.Slipstream;
import dev.slipstream.StartOptions;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Runs the actions of a socket and its channels on their client. Before the client is started, actions wait for the
 * start. Any thread may use this object.
 */
final class ClientAccess {

    private final SocketEvents events = new SocketEvents(this);
    private final OpenStreams streams = new OpenStreams();
    private final RunningClient client;
    private final Duration requestTimeout;
    /**
     * A stage that throws if a handler waits for it. All stages of the socket and its channels are made from this
     * stage, so they throw, too.
     */
    private final CompletableFuture<StopReason> stopped;

    private final ReentrantLock lock = new ReentrantLock();
    /** The actions that wait for the start. Guarded by the lock. */
    private final Queue<Runnable> waiting = new ArrayDeque<>();

    private volatile boolean isStarted;

    /** Prepares a client. */
    ClientAccess(Configuration configuration, StartOptions options, OpenChannels channels) {
        Slipstream.checkConfiguration(configuration, options);
        this.client = Slipstream.prepare(() -> new ChannelClient(configuration, events, channels, this), options);
        this.requestTimeout = configuration.requestTimeout();
        this.stopped = client.whenStopped().toCompletableFuture();
        CompletionStage<Void> unused = stopped.thenAccept(reason -> {
            channels.all().forEach(channel -> channel.state().ended());
            streams.close();
            events.stopped();
        });
    }

    RunningClient client() {
        return client;
    }

    /** The timeout of a push that has no timeout of its own. */
    Duration requestTimeout() {
        return requestTimeout;
    }

    SocketEvents events() {
        return events;
    }

    OpenStreams streams() {
        return streams;
    }

    // --- the start --------------------------------------------------------------------------------------------------

    /** Starts the client, and then runs the actions that wait for the start, in order. */
    void start() {
        RunningClient unused = client.start();
        runWaiting();
    }

    /** Closes the client, and then runs the actions that wait for the start. They find that the client has ended. */
    void close() {
        events.closing();
        client.close();
        runWaiting();
    }

    /** Runs the actions that wait. Holds no lock while an action runs, because an action may call user code. */
    private void runWaiting() {
        for (Runnable action = nextWaiting(); action != null; action = nextWaiting()) {
            action.run();
        }
    }

    /** Removes and returns the next action. If there is none, later actions do not wait any more. */
    private @Nullable Runnable nextWaiting() {
        lock.lock();
        try {
            Runnable next = waiting.poll();
            isStarted |= next == null;
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** Runs an action with the client, now or as soon as the client is started. Returns the stage of the action. */
    <T extends @Nullable Object> CompletionStage<T> whenStarted(Function<RunningClient, CompletionStage<T>> action) {
        CompletableFuture<T> done = stage();
        boolean waits = defer(() -> {
            try {
                CompletionStage<T> begun = action.apply(client);
                pass(begun, done);
                cancelWith(done, begun);
            } catch (RuntimeException thrown) {
                done.completeExceptionally(thrown);
            }
        });
        return waits ? done : action.apply(client);
    }

    /**
     * Like {@link #whenStarted}, for an action without a result. If a deferred action throws, reports the exception.
     */
    void runWhenStarted(String cause, Consumer<RunningClient> action) {
        boolean waits = defer(() -> {
            try {
                action.accept(client);
            } catch (RuntimeException thrown) {
                client.report(cause, cause + " failed after the start", thrown);
            }
        });
        if (!waits) {
            action.accept(client);
        }
    }

    /** Begins to wait for the join. If too many callers wait already, the stage fails, but the join continues. */
    static CompletionStage<@Nullable Void> begun(
            Function<RunningClient, CompletionStage<@Nullable Void>> wait, RunningClient running) {
        try {
            return wait.apply(running);
        } catch (IllegalStateException | ClientEndedException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    /**
     * Returns a stage that completes like the stage of the join. If the join fails, the handlers of the failure may
     * queue steps, and this stage fails only after these steps. Such a step may make a new handle of the topic, and the
     * program may join the new handle when this stage fails.
     */
    static CompletionStage<@Nullable Void> afterHandlers(
            CompletionStage<@Nullable Void> joined, RunningClient running) {
        return joined.exceptionallyCompose(thrown -> {
            if (!(thrown instanceof JoinFailedException)) {
                return joined;
            }
            try {
                return running.run(UnaryOperator.identity())
                        .handle((done, lost) -> joined)
                        .thenCompose(Function.identity());
            } catch (ClientEndedException | IllegalStateException noRoom) {
                return joined;
            }
        });
    }

    /** Runs a step of the client, unless the client has ended or its mailbox is full. */
    void runIfRoom(UnaryOperator<Socket> step) {
        try {
            CompletionStage<@Nullable Void> unused = client.run(step);
        } catch (ClientEndedException | IllegalStateException noRoom) {
            // the caller does not depend on this step
        }
    }

    /**
     * Checks that the client is started, and that the calling thread runs no handler. Otherwise a wait would never end.
     *
     * @param awaited describes the wait in the message of the exception, such as {@code the join of rooms:lobby}
     * @throws IllegalStateException if the client is not started, or the thread runs a handler
     */
    void checkMayWait(String awaited) {
        if (!isStarted) {
            throw new IllegalStateException(
                    "cannot wait for " + awaited + ": the socket is not started; call start first");
        }
        if (client.isInCallback()) {
            throw new IllegalStateException("cannot wait for " + awaited + " in a handler: it ends only after the"
                    + " handler has returned; call join, and continue in thenAccept of its stage");
        }
    }

    private boolean defer(Runnable action) {
        if (isStarted) {
            return false;
        }
        lock.lock();
        try {
            return !isStarted && waiting.add(action);
        } finally {
            lock.unlock();
        }
    }

    // --- stages -----------------------------------------------------------------------------------------------------

    /** Returns a new stage of the client. In a handler, its {@code join} and {@code get} throw. */
    <T extends @Nullable Object> CompletableFuture<T> stage() {
        return stopped.newIncompleteFuture();
    }

    /** Completes a stage after the running callback, on a virtual thread. */
    void complete(CompletableFuture<@Nullable Void> stage) {
        try {
            CompletionStage<@Nullable Void> unused =
                    client.run(UnaryOperator.identity()).whenComplete((done, thrown) -> stage.complete(null));
        } catch (ClientEndedException | IllegalStateException noRoom) { // the client has ended, or its mailbox is full
            stage.complete(null);
        }
    }

    /** Completes the second stage like the first one. Unwraps the cause of a {@link CompletionException}. */
    static <T extends @Nullable Object> void pass(CompletionStage<? extends T> from, CompletableFuture<T> to) {
        CompletionStage<?> unused = from.whenComplete((value, thrown) -> {
            if (thrown == null) {
                to.complete(value);
            } else {
                to.completeExceptionally(bare(thrown));
            }
        });
    }

    /** Completes the second stage when the first one times out. */
    static void passTimeout(CompletionStage<?> from, CompletableFuture<?> to) {
        CompletionStage<?> unused = from.whenComplete((value, thrown) -> {
            if (thrown instanceof AwaitTimeoutException) {
                to.completeExceptionally(thrown);
            }
        });
    }

    /** Cancels the second stage when the first one completes, for example because user code cancelled it. */
    static void cancelWith(CompletableFuture<?> first, CompletionStage<?> second) {
        CompletionStage<?> unused = first.whenComplete(
                (value, thrown) -> second.toCompletableFuture().cancel(false));
    }

    private static Throwable bare(Throwable thrown) {
        return thrown instanceof CompletionException wrapped && wrapped.getCause() != null
                ? Objects.requireNonNull(wrapped.getCause())
                : thrown;
    }

    // --- reports ----------------------------------------------------------------------------------------------------

    void report(String cause, String detail) {
        client.report(cause, detail);
    }

    /** Reports an exception of user code. The topic and the event are empty if there is none. */
    void report(String cause, String what, Throwable thrown, String topic, String event) {
        client.report(cause, what, thrown, topic, event);
    }
}
