package dev.slipstream.core.machine;

import dev.slipstream.core.Command;
import dev.slipstream.core.Event;
import dev.slipstream.core.Observation;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.state.SocketState;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a client knows, what it has under way, and where its effects go: its parts share it, and nobody else sees it.
 */
final class ClientState {

    final Deadlines<ClientTimer> deadlines = new Deadlines<>();
    final Timers timers = new Timers();
    final Reconnector reconnector;
    final WantedTopics wantedTopics;
    SocketState socketState = SocketState.initial();
    ClientMachine.Phase state = ClientMachine.Phase.NEW;
    /** Why the client is to stop, once the callback that runs has returned. */
    @Nullable
    StopReason stop;

    private final SparseQueue<Callback> callbacks = new SparseQueue<>();
    /** Callbacks that are still to decide something: until then what the client does of itself waits. */
    private int undecided;

    private Consumer<? super Effect.OfClient> effects = ClientState::discard;
    private long now;

    ClientState(long seed) {
        Jitter jitter = new Jitter(seed);
        reconnector = new Reconnector(deadlines, jitter);
        wantedTopics = new WantedTopics(deadlines, jitter);
    }

    /** Begins with an input. */
    void begin(long time, Consumer<? super Effect.OfClient> taker) {
        now = time;
        effects = taker;
    }

    /** Between two inputs there is nobody to do anything. */
    void end() {
        effects = ClientState::discard;
    }

    /** The time of this input: made when it is asked for, as few inputs do. */
    Duration now() {
        return Duration.ofNanos(now);
    }

    boolean isRunning() {
        return state == ClientMachine.Phase.RUNNING;
    }

    /** Whether no callback runs, and none is to run. */
    boolean isQuiet() {
        return callbacks.isEmpty();
    }

    /** Whether the callbacks have decided what they were asked to. */
    boolean isDecided() {
        return undecided == 0;
    }

    /** How many callbacks run or are to run. */
    int queuedCallbacks() {
        return callbacks.size();
    }

    void emit(Effect.OfClient effect) {
        effects.accept(effect);
    }

    void report(Observation observation) {
        emit(new Effect.Report(observation));
    }

    void send(Command command) {
        emit(new Effect.SendCommand(reconnector.connection(), command));
    }

    void queueEvent(Event event) {
        queue(new Callback.OfEvent(event));
    }

    /** Has a callback told, behind those that are to be told already; of a failure at once, for it may be the end. */
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

    /** The callback that has just ended. */
    @Nullable
    Callback takeFinished() {
        Callback through = callbacks.poll();
        if (!callbacks.isEmpty()) {
            timers.disturb(); // the next one begins, which was there before this one wished to hear of quiet
        }
        undecided -= through != null && decides(through) ? 1 : 0;
        return through;
    }

    /** Takes back every callback that has not run. */
    void clear() {
        callbacks.clear();
        undecided = 0;
        timers.clear();
        deadlines.clear();
    }

    /** Whether this callback, or the one that failed, may decide whether to connect or to join again. */
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

    private static void discard(Effect.OfClient effect) {
        throw new IllegalStateException("an effect outside of an input: " + effect);
    }

    @Override
    public String toString() {
        return state + ", " + socketState + ", attempts=[" + reconnector + "], wishes=" + wantedTopics;
    }
}
