package dev.slipstream.core.machine.client;

import dev.slipstream.core.Command;
import dev.slipstream.core.Event;
import dev.slipstream.core.Observation;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.machine.SparseQueue;
import dev.slipstream.core.machine.time.Deadlines;
import dev.slipstream.core.machine.time.Jitter;
import dev.slipstream.core.state.SocketState;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The state that the parts of a {@link ClientMachine} share: its phase, the state of the socket, the queued
 * callbacks, the timers, and the sink of effects. No other class sees it.
 */
final class ClientState {

    final Deadlines<ClientTimer> deadlines = new Deadlines<>();
    final Timers timers = new Timers();
    final Reconnector reconnector;
    final WantedTopics wantedTopics;
    SocketState socketState = SocketState.initial();
    ClientMachine.Phase state = ClientMachine.Phase.NEW;
    /** The reason to stop after the running callback has returned. */
    @Nullable
    StopReason stop;

    private final SparseQueue<Callback> callbacks = new SparseQueue<>();
    /** Queued callbacks that may decide about retries. Retries wait until there are none. */
    private int undecided;

    private Consumer<? super ClientEffect> effects = ClientState::discard;
    private long now;

    ClientState(long seed) {
        Jitter jitter = new Jitter(seed);
        reconnector = new Reconnector(deadlines, jitter);
        wantedTopics = new WantedTopics(deadlines, jitter);
    }

    /** Begins an input. */
    void begin(long time, Consumer<? super ClientEffect> taker) {
        now = time;
        effects = taker;
    }

    /** Ends an input. Until the next one, no effect may be emitted. */
    void end() {
        effects = ClientState::discard;
    }

    /** The time of this input. The object is made on demand, because few inputs need it. */
    Duration now() {
        return Duration.ofNanos(now);
    }

    boolean isRunning() {
        return state == ClientMachine.Phase.RUNNING;
    }

    /** Whether no callback runs or is queued. */
    boolean isQuiet() {
        return callbacks.isEmpty();
    }

    /** Whether no queued callback may still decide about retries. */
    boolean isDecided() {
        return undecided == 0;
    }

    /** How many callbacks run or are queued. */
    int queuedCallbacks() {
        return callbacks.size();
    }

    void emit(ClientEffect effect) {
        effects.accept(effect);
    }

    void report(Observation observation) {
        emit(new ClientEffect.Report(observation));
    }

    void send(Command command) {
        emit(new ClientEffect.SendCommand(reconnector.connection(), command));
    }

    void queueEvent(Event event) {
        queue(new Callback.OfEvent(event));
    }

    /** Queues a callback. Failures go to the front of the queue, because they may end the client. */
    void queue(Callback callback) {
        timers.disturb();
        undecided += decides(callback) ? 1 : 0;
        if (callback.isUrgent()) {
            callbacks.addFirst(callback);
        } else {
            callbacks.add(callback);
        }
        emit(callback);
    }

    /** Removes the callback that has just ended. */
    @Nullable
    Callback takeFinished() {
        Callback through = callbacks.poll();
        if (!callbacks.isEmpty()) {
            timers.disturb(); // the next callback was queued before this one set the idle timer
        }
        undecided -= through != null && decides(through) ? 1 : 0;
        return through;
    }

    /** Cancels every queued callback and every timer. */
    void clear() {
        callbacks.clear();
        undecided = 0;
        timers.clear();
        deadlines.clear();
    }

    /** Whether this callback, or the one that failed, may decide whether to reconnect or to rejoin. */
    private static boolean decides(Callback callback) {
        return switch (callback) {
            case Callback.OfEvent(var event) -> decides(event);
            case Callback.OfFailure(var thrown, var cause) -> decides(cause);
            case Callback.Init() -> false;
            case Callback.Outcome outcome -> false;
            case Callback.Info info -> false;
            case Callback.Cast cast -> false;
            case Callback.Call call -> false;
            case Callback.Continue next -> false;
            case Callback.Run run -> false;
            case Callback.Terminate terminate -> false;
        };
    }

    private static boolean decides(Event event) {
        return switch (event) {
            case Event.ConnectAnswer answer -> true;
            case Event.ChannelClosed ended -> true;
            case Event.TopicJoinFailed failed -> true;
            case Event.TopicJoinClosed closed -> true;
            case Event.TopicJoinSucceeded joined -> false;
            case Event.TopicLeft left -> false;
            case Event.MessageReceived message -> false;
            case Event.ReplyReceived reply -> false;
            case Event.PushFailed failed -> false;
            case Event.Internal internal -> false;
        };
    }

    private static void discard(ClientEffect effect) {
        throw new IllegalStateException("cannot emit an effect outside of an input: " + effect);
    }

    @Override
    public String toString() {
        return state + ", " + socketState + ", attempts=[" + reconnector + "], wanted=" + wantedTopics;
    }
}
