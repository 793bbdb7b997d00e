package dev.slipstream.system.simulation;

import dev.slipstream.channels.MessageBuffer;
import dev.slipstream.core.presence.PresenceChange;
import dev.slipstream.core.presence.PresenceEntry;
import dev.slipstream.core.presence.Presences;
import dev.slipstream.simulation.NetworkEvent;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An event of a run whose client is a program with channel handles. {@link ProgramInvariant}s check all of them. */
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
     * @param channel the number of the handle; 0 for the socket
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
     * @param isJoined what the handle says in the handler; null for a handler of the socket
     */
    record HandlerStarted(int handler, @Nullable Boolean isJoined) implements ProgramEvent {}

    record HandlerEnded(int handler) implements ProgramEvent {}

    /**
     * The first handler of any message is called.
     *
     * @param view the presence view of the handle, if it was made with the handle
     */
    record MessageSeen(int channel, String topic, String event, String payload, Optional<Presences> view)
            implements ProgramEvent {}

    /** The first handler of joins is called. */
    record JoinSeen(int channel, String response, Optional<Presences> view) implements ProgramEvent {}

    /** The first handler of leaves or errors is called. */
    record EndSeen(int channel, boolean isWanted) implements ProgramEvent {}

    /** The first handler of closed connections is called. */
    record ConnectionEndSeen() implements ProgramEvent {}

    /**
     * A join was asked for.
     *
     * @param isLimited whether it has a timeout
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

    /** A push was asked for. Its payload has this number. */
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
     * @param throwing whether it throws now
     */
    record StreamNext(int subscriber, String message, boolean throwing) implements ProgramEvent {}

    record StreamEnded(int subscriber, @Nullable Throwable thrown, long dropped) implements ProgramEvent {}

    /**
     * The first listener of a presence view got a change.
     *
     * @param found what the view has for this key at this moment
     */
    record ChangeTold(int channel, PresenceChange change, Optional<PresenceEntry> found) implements ProgramEvent {}

    /** The first listener of a presence view was told of a state or a diff. */
    record SyncTold(int channel, Presences view) implements ProgramEvent {}

    record OnWire(NetworkEvent event) implements ProgramEvent {}

    /** The run entered its next phase. */
    record PhaseBegan(Phase phase) implements ProgramEvent {}

    /** The phases of a run. */
    enum Phase {
        /** Faults stop, and the program does nothing any more. */
        QUIET,
        /** The program pushes one message on each joined channel. */
        LAST_PUSHES,
        /** The socket is being closed. */
        CLOSING,
        /** The client has ended. */
        ENDED
    }

    /** Something that no invariant reads. */
    record Remark(String text) implements ProgramEvent {}
}
