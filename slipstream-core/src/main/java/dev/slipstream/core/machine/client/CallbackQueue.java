package dev.slipstream.core.machine.client;

import dev.slipstream.core.Event;
import dev.slipstream.core.LeaveCause;
import dev.slipstream.core.machine.SparseQueue;
import org.jspecify.annotations.Nullable;

/** The queue of callbacks. The process runs the first callback, which stays in the queue until it has ended. */
final class CallbackQueue {

    private final ClientOutput output;
    private final Timers timers;
    private final SparseQueue<Callback> callbacks = new SparseQueue<>();
    /**
     * The number of queued callbacks that may decide whether to reconnect or rejoin. The client retries only when this
     * number is 0.
     */
    private int undecided;

    CallbackQueue(ClientOutput output, Timers timers) {
        this.output = output;
        this.timers = timers;
    }

    void add(Event event) {
        add(new Callback.OfEvent(event));
    }

    /** Queues a callback. Failures go to the front of the queue, because they may end the client. */
    void add(Callback callback) {
        timers.disturb();
        undecided += decides(callback) ? 1 : 0;
        if (callback instanceof Callback.OfFailure) {
            callbacks.addFirst(callback);
        } else {
            callbacks.add(callback);
        }
        output.emit(callback);
    }

    /** The running callback; if no callback runs, the next callback; null if the queue is empty. */
    @Nullable
    Callback first() {
        return callbacks.peek();
    }

    /** Removes and returns the callback that has just ended. */
    @Nullable
    Callback finish() {
        Callback finished = callbacks.poll();
        if (!callbacks.isEmpty()) {
            timers.disturb(); // cancels the idle timer that the ended callback set, because the next callback waits
        }
        undecided -= finished != null && decides(finished) ? 1 : 0;
        return finished;
    }

    /** Whether no callback runs or is queued. */
    boolean isEmpty() {
        return callbacks.isEmpty();
    }

    /** Whether all callbacks that may decide about retries have ended. */
    boolean isDecided() {
        return undecided == 0;
    }

    int size() {
        return callbacks.size();
    }

    void clear() {
        callbacks.clear();
        undecided = 0;
    }

    /**
     * Whether this callback may decide about retries. A failure callback may decide if the callback that threw may
     * decide.
     */
    private static boolean decides(Callback callback) {
        return switch (callback) {
            case Callback.OfEvent(var event) -> decides(event);
            case Callback.OfFailure(var thrown, var cause) -> decides(cause);
            case Callback other -> false;
        };
    }

    private static boolean decides(Event event) {
        return event instanceof Event.ConnectAnswer
                || event instanceof Event.ChannelClosed
                || event instanceof Event.TopicJoinFailed
                || event instanceof Event.TopicJoinClosed
                || (event instanceof Event.TopicLeft(var topic, var cause) && cause == LeaveCause.SERVER);
    }
}
