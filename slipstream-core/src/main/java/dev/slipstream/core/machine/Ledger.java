package dev.slipstream.core.machine;

import dev.slipstream.core.Command;
import dev.slipstream.core.Event;
import dev.slipstream.core.Facts;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.Telemetry.Observation;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a client knows, what it has under way, and where its effects go: its parts share it, and nobody else sees it.
 */
final class Ledger {

    final Deadlines<Reminder> deadlines = new Deadlines<>();
    final Timers timers = new Timers();
    final Attempts attempts;
    final Wishes wishes;
    Facts facts = Facts.initial();
    ClientMachine.State state = ClientMachine.State.NEW;
    /** Why the client is to stop, once the callback that runs has returned. */
    @Nullable
    StopReason stop;

    private final SparseQueue<Delivery> delivered = new SparseQueue<>();
    /** Callbacks that are still to decide something: until then what the client does of itself waits. */
    private int undecided;

    private Consumer<? super Effect.OfClient> effects = Ledger::discard;
    private long now;

    Ledger(long seed) {
        Dice dice = new Dice(seed);
        attempts = new Attempts(deadlines, dice);
        wishes = new Wishes(deadlines, dice);
    }

    /** Begins with an input. */
    void begin(long time, Consumer<? super Effect.OfClient> taker) {
        now = time;
        effects = taker;
    }

    /** Between two inputs there is nobody to do anything. */
    void rest() {
        effects = Ledger::discard;
    }

    /** The time of this input: made when it is asked for, as few inputs do. */
    Duration now() {
        return Duration.ofNanos(now);
    }

    boolean isRunning() {
        return state == ClientMachine.State.RUNNING;
    }

    /** Whether no callback runs, and none is to run. */
    boolean isQuiet() {
        return delivered.isEmpty();
    }

    /** Whether the callbacks have decided what they were asked to. */
    boolean isDecided() {
        return undecided == 0;
    }

    /** How many callbacks run or are to run. */
    int delivered() {
        return delivered.size();
    }

    void give(Effect.OfClient effect) {
        effects.accept(effect);
    }

    void report(Observation observation) {
        give(new Effect.Report(observation));
    }

    void order(Command command) {
        give(new Effect.Order(attempts.connection(), command));
    }

    void tell(Event event) {
        deliver(new Delivery.OfEvent(event));
    }

    /** Has a callback told, behind those that are to be told already; of a failure at once, for it may be the end. */
    void deliver(Delivery delivery) {
        timers.disturb();
        undecided += decides(delivery) ? 1 : 0;
        if (delivery.isUrgent()) {
            delivered.addFirst(delivery);
        } else {
            delivered.add(delivery);
        }
        give(delivery);
    }

    /** The callback that has just ended. */
    @Nullable
    Delivery taken() {
        Delivery through = delivered.poll();
        if (!delivered.isEmpty()) {
            timers.disturb(); // the next one begins, which was there before this one wished to hear of quiet
        }
        undecided -= through != null && decides(through) ? 1 : 0;
        return through;
    }

    /** Takes back every callback that has not run. */
    void clear() {
        delivered.clear();
        undecided = 0;
        timers.clear();
        deadlines.clear();
    }

    /** Whether this callback, or the one that failed, may decide whether to connect or to join again. */
    private static boolean decides(Delivery delivery) {
        return switch (delivery) {
            case Delivery.OfEvent(var event) -> decides(event);
            case Delivery.OfFailure(var thrown, var cause) -> decides(cause);
            case Delivery.Init() -> false;
            case Delivery.Outcome outcome -> false;
            case Delivery.Info info -> false;
            case Delivery.Cast cast -> false;
            case Delivery.Call call -> false;
            case Delivery.Continue next -> false;
            case Delivery.Run run -> false;
            case Delivery.Terminate terminate -> false;
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
        return state + ", " + facts + ", attempts=[" + attempts + "], wishes=" + wishes;
    }
}
