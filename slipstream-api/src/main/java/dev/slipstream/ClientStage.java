package dev.slipstream;

import dev.slipstream.core.DurationLimits;
import dev.slipstream.process.ClientProcess;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A stage that a client completes. In a callback of the same client, {@code join} and {@code get} throw, because the
 * client cannot complete the stage while the callback waits. The stages that {@code thenApply} and similar methods of
 * this stage return throw, too. But the static {@link CompletableFuture#allOf} returns an ordinary stage, which does
 * not throw. Waiting for that stage in such a callback blocks the client until all stages of {@code allOf} have timed
 * out, or forever if one of them has no timeout.
 */
final class ClientStage<T extends @Nullable Object> extends CompletableFuture<T> {

    private final Supervisor supervisor;

    ClientStage(Supervisor supervisor) {
        this.supervisor = supervisor;
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> newIncompleteFuture() {
        return new ClientStage<>(supervisor);
    }

    @Override
    public T join() {
        checkWait();
        boolean unused = waits(DurationLimits.LONGEST); // if this wait is interrupted, super.join() continues to wait
        return super.join();
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        checkWait();
        await(DurationLimits.LONGEST);
        return super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, java.util.concurrent.TimeoutException {
        checkWait();
        await(Duration.ofNanos(Math.clamp(unit.toNanos(timeout), 0, DurationLimits.LONGEST.toNanos())));
        return super.get(isDone() ? timeout : 0, unit);
    }

    private void await(Duration patience) throws InterruptedException {
        if (!waits(patience) && Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /**
     * Waits with the client's {@code ProcessRuntime}, because a test may replace this runtime by one with virtual time.
     * Returns whether the stage is complete. If the thread is interrupted, returns false and leaves its interrupt flag
     * set.
     */
    private boolean waits(Duration patience) {
        try {
            return isDone() || supervisor.process().settings().runtime().await(this, patience);
        } catch (InterruptedException e) {
            return false;
        }
    }

    private void checkWait() {
        ClientProcess process = supervisor.process();
        if (!isDone()) {
            process.callbackHere().ifPresent(callback -> {
                throw new IllegalStateException("cannot wait for a stage of " + process.described()
                        + " in a callback or handler of this client (" + callback + "): the stage completes only after"
                        + " this code has returned; continue in thenAccept of the stage. A callback that has a socket"
                        + " can also wait for a join or a reply with Slipstream.session(socket)");
            });
        }
    }
}
