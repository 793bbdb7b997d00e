package dev.slipstream.system.simulation;

import dev.slipstream.core.Command;
import dev.slipstream.core.ConnectionStatus;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.Failure;
import dev.slipstream.core.JoinStatus;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Operation;
import dev.slipstream.core.Reply;
import dev.slipstream.core.TopicCloseReason;
import dev.slipstream.core.machine.client.Callback;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.core.state.SocketState;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.simulation.NetworkEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Counts each {@link Occurrence} in the events of a run. It checks nothing. */
public final class OccurrenceCounter {

    private final Consumer<Enum<?>> hits;
    private final Map<Object, String> refs = new HashMap<>();
    private final Set<String> givenUp = new HashSet<>();
    private final Set<String> notJoined = new HashSet<>();
    private final TopicOccurrences topics;
    private int closing;

    OccurrenceCounter(Consumer<Enum<?>> hits) {
        this.hits = hits;
        this.topics = new TopicOccurrences(hits);
    }

    void on(RunEvent runEvent, RunView view) {
        switch (runEvent) {
            case RunEvent.OperationsApplied(var operations) -> applied(operations, view.state());
            case RunEvent.CallbackStarted(Callback.Outcome(var tag, Reply.Lost lost), var state) -> lost(tag, lost);
            case RunEvent.CallbackStarted(Callback.OfEvent(var event), var state) -> onEvent(event);
            case RunEvent.EventAwaited(var event) -> onEvent(event);
            case RunEvent.OnNetwork(var event) -> network(event);
            case RunEvent.TelemetryObserved(Observation.ReadingPaused paused) -> hits.accept(Occurrence.READING_PAUSED);
            case RunEvent.FromOutside(var what)
            when what.contains("its mailbox is full") -> hits.accept(Occurrence.MAILBOX_FULL);
            case RunEvent.PushEnded(var id, RunEvent.PushOutcome outcome)
            when outcome == RunEvent.PushOutcome.TIMED_OUT -> hits.accept(Occurrence.PUSH_WAITED_TOO_LONG);
            case RunEvent.PushEnded ignored -> {}
            case RunEvent.PushWaits ignored -> {}
            case RunEvent.JoinAwaited ignored -> {}
            case RunEvent.JoinWaitEnded ignored -> {}
            case RunEvent.RequestMade ignored -> {}
            case RunEvent.RequestEnded ignored -> {}
            case RunEvent.ParamsAsked ignored -> {}
            case RunEvent.StopTaken ignored -> {}
            case RunEvent.CallbackStarted ignored -> {}
            case RunEvent.CallbackEnded ignored -> {}
            case RunEvent.TelemetryObserved ignored -> {}
            case RunEvent.Logged ignored -> {}
            case RunEvent.FromOutside ignored -> {}
            case RunEvent.OfProgram ignored -> {}
        }
    }

    private void network(NetworkEvent event) {
        switch (event) {
            case NetworkEvent.Opening opening -> topics.clear();
            case NetworkEvent.Closing(int connection, int code) -> closing = connection;
            case NetworkEvent.Sent(int connection, Message message, boolean taken) -> {
                if (!taken) {
                    hits.accept(Occurrence.OUTBOUND_FULL);
                } else if (notJoined.remove(String.valueOf(message.ref()))) {
                    hits.accept(Occurrence.BUFFER_FLUSHED);
                }
                topics.sent(message, taken);
            }
            case NetworkEvent.Arrived(int connection, Frame frame, var message) -> {
                if (connection == closing) {
                    hits.accept(Occurrence.FRAME_AFTER_CLOSE);
                }
                if (message == null) {
                    hits.accept(malformed(frame));
                } else {
                    arrived(message);
                }
            }
            case NetworkEvent.Opened opened -> {}
            case NetworkEvent.Reached reached -> {}
            case NetworkEvent.Answered answered -> {}
            case NetworkEvent.RoomDenied denied -> hits.accept(Occurrence.PUSH_WAITED);
            case NetworkEvent.Flushed flushed -> {}
            case NetworkEvent.RoomReported reported -> {}
            case NetworkEvent.Paused paused -> {}
            case NetworkEvent.Resumed resumed -> {}
            case NetworkEvent.Ended ended -> {}
            case NetworkEvent.Struck struck -> {}
        }
    }

    private void arrived(Message message) {
        if (message.isReply()) {
            if (givenUp.contains(String.valueOf(message.ref()))) {
                hits.accept(Occurrence.REPLY_TOO_LATE);
            }
        } else if (message.ref() == null && message.joinRef() == null) {
            hits.accept(Occurrence.BROADCAST);
        }
        topics.arrived(message);
    }

    private void applied(List<Operation> operations, SocketState state) {
        for (Operation operation : operations) {
            switch (operation) {
                case Operation.MakeRequest(var tag, var push) -> {
                    refs.put(tag, push.ref().value());
                    applied(push, state);
                }
                case Command.PushMessage push -> applied(push, state);
                case Command.OpenConnection open
                when state.connectionStatus() == ConnectionStatus.CONNECTING ->
                    hits.accept(Occurrence.CONNECTED_WHILE_CONNECTING);
                case Command.CloseConnection close
                when state.connectionStatus() == ConnectionStatus.CONNECTING ->
                    hits.accept(Occurrence.DISCONNECTED_WHILE_CONNECTING);
                case Command.JoinTopic join -> {
                    hits.accept(Occurrence.WRITTEN_IN_CALLBACK);
                    paramsGiven(join.topic(), state);
                }
                case Command ignored -> hits.accept(Occurrence.WRITTEN_IN_CALLBACK);
                case Operation.SendToSelf ignored -> {}
                case Operation.CancelTimer ignored -> {}
                case Operation.AnswerCaller ignored -> {}
                case Operation.Retry.Rejoin(var ref, var topic, var params)
                when params.isPresent() -> paramsGiven(topic, state);
                case Operation.Retry ignored -> {}
                case Operation.SetPushBuffer ignored -> {}
                case Operation.SetJoinParams ignored -> {}
                case Operation.LaterJoins later -> paramsGiven(later.topic(), state);
                case Operation.NoEffect ignored -> {}
                case Operation.StopClient ignored -> {}
            }
        }
    }

    private void paramsGiven(String topic, SocketState state) {
        switch (state.status(topic)) {
            case NONE -> {} // the topic is not wanted yet
            case WANTED -> hits.accept(Occurrence.PARAMS_WHILE_WANTED);
            case REQUESTED -> hits.accept(Occurrence.PARAMS_WHILE_JOINING);
            case JOINED -> hits.accept(Occurrence.PARAMS_WHILE_JOINED);
            case LEAVING -> hits.accept(Occurrence.PARAMS_WHILE_LEAVING);
            case CLOSED -> hits.accept(Occurrence.PARAMS_WHILE_CLOSED);
        }
    }

    private void applied(Command.PushMessage push, SocketState state) {
        if (state.status(push.topic()) != JoinStatus.JOINED) {
            notJoined.add(push.ref().value());
        }
    }

    private void lost(Object tag, Reply.Lost lost) {
        switch (lost.failure()) {
            case Failure.TimedOut late -> givenUp.add(refs.getOrDefault(tag, ""));
            case Failure.NotJoined none -> hits.accept(Occurrence.PUSH_NOT_JOINED);
            case Failure.Disconnected gone when lost.maybeSent() -> hits.accept(Occurrence.LOST_IN_FLIGHT);
            case Failure.Overflow(var what, var limit) -> full(what);
            default -> {} // other failures are not counted here
        }
    }

    private void full(String what) {
        if (what.startsWith("pushes that wait")) {
            hits.accept(Occurrence.PENDING_FULL);
        } else if (what.contains("buffer")) {
            hits.accept(Occurrence.BUFFER_FULL);
        }
    }

    private void onEvent(Event event) {
        switch (event) {
            case Event.ChannelClosed(DisconnectReason.Failed(Failure.HeartbeatTimedOut failure)) ->
                hits.accept(Occurrence.HEARTBEAT_TIMED_OUT);
            case Event.ChannelClosed(DisconnectReason.Failed(Failure.SlowConsumer failure)) ->
                hits.accept(Occurrence.SLOW_CONSUMER);
            case Event.ChannelClosed(DisconnectReason.Failed(Failure.ProtocolViolated(var code, var detail)))
            when detail.contains("in a row") -> hits.accept(Occurrence.GARBAGE_GIVEN_UP);
            case Event.TopicJoinFailed(var topic, TopicCloseReason.JoinTimedOut reason) ->
                hits.accept(Occurrence.JOIN_TIMED_OUT);
            case Event.TopicJoinClosed(var topic, TopicCloseReason.Crashed reason) ->
                hits.accept(Occurrence.CRASHED_WHILE_JOINED);
            case Event.PushFailed(var ref, Failure.NotJoined failure) -> hits.accept(Occurrence.PUSH_NOT_JOINED);
            default -> {} // other events are not counted here
        }
    }

    /** Returns whether a frame exceeds a limit of the serializer. */
    public static boolean isOverALimit(Frame frame) {
        return malformed(frame) == Occurrence.TOO_DEEP || malformed(frame) == Occurrence.TOO_MANY_DIGITS;
    }

    private static Occurrence malformed(Frame frame) {
        return switch (frame) {
            case Frame.Binary binary -> Occurrence.BINARY_BROKEN;
            case Frame.Text(var text) when text.endsWith(" x") -> Occurrence.TRAILING_TOKENS;
            case Frame.Text(var text) when text.contains("[[[[") -> Occurrence.TOO_DEEP;
            case Frame.Text(var text) when text.contains("7777") -> Occurrence.TOO_MANY_DIGITS;
            case Frame.Text(var text) when text.equals("[]") || text.endsWith("\"said\"]") -> Occurrence.TOO_FEW_PARTS;
            case Frame.Text(var text) when text.startsWith("[") -> Occurrence.WRONG_TYPES;
            case Frame.Text ignored -> Occurrence.NOT_AN_ARRAY;
        };
    }
}
