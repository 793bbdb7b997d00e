package dev.slipstream.system.simulation;

import dev.slipstream.channels.MessageBuffer;
import dev.slipstream.core.presence.PresenceChange;
import dev.slipstream.core.presence.PresenceEntry;
import dev.slipstream.core.presence.Presences;
import dev.slipstream.simulation.NetworkEvent;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An event of a run whose client is a program with channel handles. Each {@link ProgramInvariant} gets all events. */
public sealed interface ProgramEvent {

    /** The kinds of handlers. */
    enum Kind {
        MESSAGE,
        ANY,
        JOINED,
        LEFT,
        FAILED,
        CHANGED,
        SYNCED,
        OPENED,
        CLOSED,
        ERROR,
        STATUS
    }

    /**
     * The handlers that the library calls together.
     *
     * @param channel the number of the channel handle; 0 for the socket
     * @param event the event of messages; empty for the other kinds
     */
    record HandlerList(int channel, Kind kind, String event) {}

    /** How the stage of a join ended. */
    enum JoinOutcome {
        JOINED,
        /** {@code JoinFailedException}. */
        FAILED,
        /** {@code AwaitEndedException}. */
        ENDED,
        /** {@code AwaitTimeoutException}. */
        TIMED_OUT,
        /** {@code IllegalStateException}: too many callers wait, or the mailbox is full. The channel stays wanted. */
        NO_ROOM,
        /** {@code ClientEndedException}. */
        CLIENT_ENDED,
        /** An exception that is not documented. */
        UNKNOWN
    }

    /** The program made a new handle. */
    record HandleMade(int channel, String topic) implements ProgramEvent {}

    record Registered(int handler, HandlerList list) implements ProgramEvent {}

    record RegistrationClosed(int handler) implements ProgramEvent {}

    /**
     * A handler is called.
     *
     * @param isJoined whether the handler's channel is joined at this moment; null for a handler of the socket
     */
    record HandlerStarted(int handler, @Nullable Boolean isJoined) implements ProgramEvent {}

    record HandlerEnded(int handler) implements ProgramEvent {}

    /**
     * A handler throws an error that ends the client. The client does not call the later handlers of this event.
     *
     * @param views the presence views of the handles, by the numbers of the handles
     */
    record HandlerBroke(int handler, Map<Integer, Presences> views) implements ProgramEvent {}

    /** The program asked the client to end with a failure. */
    record FailureAsked() implements ProgramEvent {}

    /** A client that ended with a failure is started again. */
    record ClientRestarted(int run) implements ProgramEvent {}

    /**
     * The first {@code onAny} handler of a channel is called.
     *
     * @param view the value of the presence view, if the view was made together with the handle
     */
    record MessageSeen(int channel, String topic, String event, String payload, Optional<Presences> view)
            implements ProgramEvent {}

    /** The first {@code onJoin} handler of a channel is called. */
    record JoinSeen(int channel, String response, Optional<Presences> view) implements ProgramEvent {}

    /** The first {@code onLeave} or {@code onError} handler of a channel is called. */
    record EndSeen(int channel, boolean isWanted) implements ProgramEvent {}

    /**
     * The first {@code onClose} handler of the socket is called.
     *
     * @param views the presence views of the handles, by the numbers of the handles
     */
    record ConnectionEndSeen(Map<Integer, Presences> views) implements ProgramEvent {}

    /**
     * The program calls {@code join}.
     *
     * @param isLimited whether the call has a timeout
     */
    record JoinAsked(int id, int channel, boolean isLimited) implements ProgramEvent {}

    /**
     * The stage of a join completed.
     *
     * @param response the response, or the exception as text
     */
    record JoinEnded(int id, JoinOutcome outcome, String response) implements ProgramEvent {}

    record LeaveAsked(int id, int channel) implements ProgramEvent {}

    record LeaveEnded(int id, @Nullable Throwable thrown) implements ProgramEvent {}

    /**
     * A call of a handle threw, for example because the mailbox was full.
     *
     * @param id the number of the join, leave or push
     */
    record CallRefused(int id, int channel, String why) implements ProgramEvent {}

    /** The program calls {@code push}. The payload contains the number {@code id}. */
    record PushAsked(int id, int channel) implements ProgramEvent {}

    /**
     * The stage of a push completed.
     *
     * @param answered the number in the response; -1 if there is none
     */
    record PushEnded(int id, String outcome, int answered) implements ProgramEvent {}

    record Subscribed(int subscriber, int channel, MessageBuffer buffer) implements ProgramEvent {}

    record Requested(int subscriber, long messages) implements ProgramEvent {}

    record StreamCancelled(int subscriber) implements ProgramEvent {}

    /**
     * A subscriber got a message.
     *
     * @param throwing whether the subscriber throws now
     */
    record StreamNext(int subscriber, String message, boolean throwing) implements ProgramEvent {}

    record StreamEnded(int subscriber, @Nullable Throwable thrown, long dropped) implements ProgramEvent {}

    /**
     * The first {@code onChange} handler of a presence view is called.
     *
     * @param found the view's entry for the changed key at this moment
     */
    record ChangeTold(int channel, PresenceChange change, Optional<PresenceEntry> found) implements ProgramEvent {}

    /** The first {@code onSync} handler of a presence view is called. */
    record SyncTold(int channel, Presences view) implements ProgramEvent {}

    record OnWire(NetworkEvent event) implements ProgramEvent {}

    /** The run entered its next phase. */
    record PhaseBegan(Phase phase) implements ProgramEvent {}

    /** The phases of a run. */
    enum Phase {
        /** Faults stop, and the program performs no more random actions. */
        QUIET,
        /** The program pushes one message on each wanted channel. */
        LAST_PUSHES,
        /** The run closes the socket, or stops its client. */
        CLOSING,
        /** The client has ended. */
        ENDED
    }

    /** A text for the history, which no invariant reads. */
    record Remark(String text) implements ProgramEvent {}
}
