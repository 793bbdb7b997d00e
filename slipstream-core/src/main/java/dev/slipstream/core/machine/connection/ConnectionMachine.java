// This file has more than 300 lines, because a test compares the table in its Javadoc with all its code.
package dev.slipstream.core.machine.connection;

import dev.slipstream.core.Command;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Connection;
import dev.slipstream.core.Credentials;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Ref;
import dev.slipstream.core.Signature;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.Telemetry.DropReason;
import dev.slipstream.core.machine.time.Deadlines;
import dev.slipstream.core.serializer.Message;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of one connection, from its handshake to its end.
 *
 * <p>A cell of the table lists the effects of an input, and then the next state if the state changes. Events for the
 * client are listed by name. {@code drop} is a report of a dropped frame, {@code note} is any other report, and
 * {@code -} is nothing. {@code try} asks the transport to send an offered push ({@link Command.OfferMessage}).
 * {@code answer} answers the caller of an offered push. In the table, one topic is joined. Leaves, pushes, messages and
 * refused sends concern the joined topic; joins concern another topic. In the row ReadingResumed, reading was paused
 * before. In the rows SendAccepted and Writable, a push was offered before. In the row Writable, the transport refused
 * this push. {@link Channels} has the transition table of a topic.
 *
 * <pre>
 * input            IDLE                 OPENING                           OPEN                 CLOSING              ENDED
 * OpenConnection   open OPENING         -                                 -                    -                    -
 * JoinTopic        -                    -                                 send                 -                    -
 * LeaveTopic       TopicLeft            TopicLeft                         send                 TopicLeft            -
 * PushMessage      note PushFailed      note PushFailed                   send                 note PushFailed      note
 * OfferMessage     answer               answer                            try                  answer               answer
 * SendHeartbeat    -                    -                                 send                 -                    -
 * CloseConnection  ChannelClosed ENDED  close ChannelClosed ENDED         close CLOSING        -                    -
 * CollectGarbage   collect              collect                           collect              collect              -
 * Opened           -                    ChannelConnected OPEN             -                    -                    -
 * Received         -                    -                                 MessageReceived      MessageReceived      drop
 * FrameMalformed   -                    -                                 drop                 drop                 drop
 * OverLimit        -                    -                                 drop                 drop                 drop
 * Pinged           -                    -                                 note                 note                 -
 * Ponged           -                    -                                 note                 note                 -
 * SendRefused      note                 note                              note PushFailed      note PushFailed      note
 * SendAccepted     -                    -                                 answer               -                    -
 * Writable         -                    -                                 try                  -                    -
 * Ended            -                    ChannelConnectFailed ENDED        ChannelClosed ENDED  ChannelClosed ENDED  -
 * ReadingPaused    -                    -                                 note                 -                    -
 * ReadingResumed   -                    -                                 note                 -                    -
 * OwnerExited      note ENDED           note close CLOSING                note close CLOSING   note                 -
 * TimePassed       -                    close ChannelConnectFailed ENDED  send                 ChannelClosed ENDED  -
 * </pre>
 *
 * <p>{@link Event.ChannelConnectFailed} or {@link Event.ChannelClosed} is the last event. Before the last event,
 * requests without a reply are reported as lost, pushes that wait for room are answered, and unanswered leaves
 * complete. Joins end without an event. After the last event, the machine drops commands and emits no event. But an
 * offered push still gets an answer, and any other push is reported to telemetry.
 *
 * <p>If the transport refuses to send a join, the join fails as timed out. A refused heartbeat times out, too. A
 * refused leave is retried until the transport accepts it, because the server still holds the join. The client gets
 * TopicLeft no later than the deadline of the leave.
 */
public final class ConnectionMachine {

    /** The longest time that reading may be paused. After this time the connection ends. */
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /**
     * After this many malformed frames in a row the connection ends, because the server does not speak Phoenix. A frame
     * that exceeds a limit neither adds to the count nor resets it.
     */
    static final int GARBLED_IN_A_ROW = 10;

    /** How long the machine still waits for a transport that has missed its own deadline: 1 s. */
    private static final long GRACE = 1_000_000_000;

    private static final Failure ENDED_BY_ITSELF = new Failure.ConnectionLost(
            "the transport reported that the client closed the connection, which it did not");

    private static final int NORMAL = 1000;
    private static final int GOING_AWAY = 1001;
    private static final int PROTOCOL_ERROR = 1002;
    private static final int POLICY_VIOLATION = 1008;

    /** The states of a connection. */
    public enum State {
        /** The client has not opened the connection yet. */
        IDLE,
        /** The transport is opening. */
        OPENING,
        /** The websocket is open. */
        OPEN,
        /** The client asked to close; the transport has not ended yet. */
        CLOSING,
        /** The connection has ended. The machine emits no more events. */
        ENDED
    }

    private final String vsn;
    private final Payload emptyObject;
    private final ConnectionOutput output;
    private final Deadlines<ConnectionTimer> deadlines = new Deadlines<>();
    private State state = State.IDLE;
    private Heartbeat heartbeat;
    private Channels channels;
    private long connectTimeout;
    private long closeTimeout;
    private Deadlines.@Nullable Entry<ConnectionTimer> overdue;
    private boolean isPaused;
    private int garbledInARow;

    /**
     * Makes the machine of one connection.
     *
     * @param vsn the version of the serializer
     * @param emptyObject the payload {@code {}}, made by the serializer
     */
    public ConnectionMachine(Connection connection, String vsn, Payload emptyObject) {
        this.vsn = vsn;
        this.emptyObject = emptyObject;
        this.output = new ConnectionOutput(connection);
        this.heartbeat = Heartbeat.none(deadlines);
        this.channels = Channels.none(output, deadlines, heartbeat, emptyObject);
    }

    /**
     * Takes one command of the client. A command for another connection is dropped.
     *
     * @param now nanoseconds since the program began; never less than in the previous call
     * @param sink receives the events and effects, in order
     */
    public void accept(long now, Signature.OfCommand signature, ConnectionSink sink) {
        output.begin(now, sink);
        switch (signature) {
            case Signature.OfCommand(var meant, var command) when meant.equals(output.bare()) -> order(command);
            case Signature.OfCommand other -> {}
        }
    }

    /** Takes one input other than a command, like {@link #accept(long, Signature.OfCommand, ConnectionSink)}. */
    public void accept(long now, ConnectionInput input, ConnectionSink sink) {
        output.begin(now, sink);
        switch (input) {
            case ConnectionInput.Opened(var headers) -> opened(headers);
            case ConnectionInput.Received(var message) -> received(message);
            case ConnectionInput.FrameMalformed(var reason, var detail) -> garbled(reason, detail);
            case ConnectionInput.OverLimit() -> dropGarbled(DropReason.OVER_LIMIT);
            case ConnectionInput.Pinged() -> noteIfLive(new Event.PingReceived());
            case ConnectionInput.Ponged() -> noteIfLive(new Event.PongReceived());
            case ConnectionInput.SendRefused(var message, var failure) -> channels.refused(message, failure);
            case ConnectionInput.SendAccepted() -> channels.accepted();
            case ConnectionInput.Writable() -> channels.writable();
            case ConnectionInput.Ended(var reason) -> ended(reason);
            case ConnectionInput.ReadingPaused() -> pauseReading();
            case ConnectionInput.ReadingResumed() -> resumeReading();
            case ConnectionInput.OwnerExited(var reason) -> ownerExited(reason);
            case ConnectionInput.TimePassed() -> timePassed();
        }
    }

    /** The time at which {@link ConnectionInput.TimePassed} is due; {@link Long#MAX_VALUE} if there is no deadline. */
    public long nextDeadline() {
        return deadlines.next();
    }

    public State state() {
        return state;
    }

    // --- commands of the client -------------------------------------------------------------------------------------

    private void order(Command command) {
        if (state == State.ENDED) {
            if (command instanceof Command.OfferMessage offer) {
                channels.offer(offer); // refuses the push, because a thread waits for the answer
            } else if (command instanceof Command.PushMessage push) { // nothing else reports a plain push
                output.report(new Observation.PushDropped(push.topic(), push.event(), new Failure.Disconnected()));
            }
            return;
        }
        switch (command) {
            case Command.OpenConnection(var configuration, var credentials) -> open(configuration, credentials);
            case Command.JoinTopic join -> channels.join(join);
            case Command.LeaveTopic(var ref, var topic) -> channels.leave(ref, topic);
            case Command.PushMessage push -> channels.push(push);
            case Command.OfferMessage offer -> channels.offer(offer);
            case Command.SendHeartbeat() -> beat();
            case Command.CloseConnection() -> disconnect();
            case Command.CollectGarbage() -> output.give(new ConnectionEffect.CollectGarbage());
        }
    }

    private void open(Configuration configuration, Credentials credentials) {
        if (state != State.IDLE) {
            return;
        }
        heartbeat = new Heartbeat(configuration.heartbeatInterval(), configuration.heartbeatTimeout(), deadlines);
        channels = new Channels(
                output,
                deadlines,
                heartbeat,
                emptyObject,
                Secrets.of(
                        configuration.credentials(),
                        credentials,
                        Objects.requireNonNullElse(configuration.uri().getRawQuery(), "")),
                configuration.leaveTimeout().toNanos(),
                configuration.maxPending());
        connectTimeout = configuration.connectTimeout().toNanos();
        closeTimeout = configuration.closeTimeout().toNanos();
        UpgradeRequest upgrade = new UpgradeRequest(configuration, credentials, vsn);
        Optional<Failure> failure = upgrade.failure();
        if (failure.isPresent()) {
            finish(new Event.ChannelConnectFailed(failure.get()));
            return;
        }
        state = State.OPENING;
        arm(connectTimeout + GRACE, ConnectionTimer.Single.HANDSHAKE_OVERDUE);
        output.give(new ConnectionEffect.OpenTransport(upgrade.handshake()));
    }

    private void disconnect() {
        switch (state) {
            case IDLE -> finish(closed(new DisconnectReason.Requested()));
            case OPENING -> abandon(NORMAL, "", closed(new DisconnectReason.Requested()));
            case OPEN -> close();
            case CLOSING, ENDED -> {}
        }
    }

    private void ownerExited(StopReason reason) {
        if (state == State.ENDED) {
            return;
        }
        output.note(new Event.ParentProcessExited(reason.toString()));
        output.orphan();
        switch (state) {
            case IDLE -> state = State.ENDED;
            case OPENING, OPEN -> close();
            case CLOSING, ENDED -> {}
        }
    }

    private void close() {
        state = State.CLOSING;
        output.close();
        channels.refuseWaiting();
        heartbeat.stop();
        arm(closeTimeout + GRACE, ConnectionTimer.Single.CLOSE_OVERDUE);
        output.give(new ConnectionEffect.CloseTransport(NORMAL, ""));
    }

    private void beat() {
        if (state == State.OPEN && !heartbeat.isOut()) {
            Ref ref = output.ownRef();
            heartbeat.sent(output.now(), ref, output.sent());
            output.send(Message.of(null, ref.value(), "phoenix", "heartbeat", emptyObject));
        }
    }

    // --- events of the transport ------------------------------------------------------------------------------------

    private void opened(Map<String, List<String>> headers) {
        if (state == State.OPENING) {
            state = State.OPEN;
            output.open(
                    headers.isEmpty()
                            ? output.bare()
                            : new Connection(output.bare().number(), headers));
            disarm();
            heartbeat.begin(output.now());
            output.emit(new Event.ChannelConnected());
        }
    }

    private void received(Message message) {
        garbledInARow = 0;
        switch (state) {
            case OPEN, CLOSING -> channels.received(message);
            case IDLE, OPENING -> {} // no transport delivers a message before it is open
            case ENDED -> output.dropped(DropReason.AFTER_END, message);
        }
    }

    private void garbled(DropReason reason, String detail) {
        dropGarbled(reason);
        if (state != State.OPEN) {
            return;
        }
        garbledInARow++;
        if (garbledInARow == GARBLED_IN_A_ROW) {
            Failure failure = reason == DropReason.DECODE_FAILED // the server may have done nothing wrong
                    ? new Failure.ConnectionLost(garbledInARow + " frames in a row did not decode; " + detail)
                    : new Failure.ProtocolViolated(
                            PROTOCOL_ERROR, garbledInARow + " malformed frames in a row; the last one: " + detail);
            // RFC 6455 requires close code 1002, but most libraries do not let a client send 1002.
            abandon(POLICY_VIOLATION, "no messages", failed(failure));
        }
    }

    private void dropGarbled(DropReason reason) {
        switch (state) {
            case OPEN, CLOSING -> output.garbled(reason);
            case IDLE, OPENING -> {} // no transport delivers a frame before it is open
            case ENDED -> output.garbled(DropReason.AFTER_END);
        }
    }

    private void ended(DisconnectReason reason) {
        switch (state) {
            case OPENING -> finish(new Event.ChannelConnectFailed(unopened(reason)));
            case OPEN -> finish(closed(unasked(reason)));
            case CLOSING -> finish(closed(new DisconnectReason.Requested()));
            case IDLE, ENDED -> {} // the connection never began, or has ended already
        }
    }

    private static Failure unopened(DisconnectReason reason) {
        return switch (reason) {
            case DisconnectReason.ConnectFailed(var failure) -> failure;
            case DisconnectReason.Failed(var failure) -> failure;
            case DisconnectReason.Closed(var code, var text) ->
                new Failure.HandshakeInvalid("the server closed with " + code + " before the websocket was open");
            case DisconnectReason.Requested() -> ENDED_BY_ITSELF;
        };
    }

    private DisconnectReason unasked(DisconnectReason reason) {
        return switch (reason) {
            case DisconnectReason.Closed closed -> channels.shown(closed);
            case DisconnectReason.Failed failed -> failed;
            case DisconnectReason.ConnectFailed(var failure) -> new DisconnectReason.Failed(failure);
            case DisconnectReason.Requested() -> new DisconnectReason.Failed(ENDED_BY_ITSELF);
        };
    }

    private void pauseReading() {
        if (state == State.OPEN && !isPaused) {
            isPaused = true;
            heartbeat.pause(output.now());
            arm(LONGEST_PAUSE.toNanos(), ConnectionTimer.Single.PAUSE_OVERDUE);
            output.report(new Observation.ReadingPaused(output.bare()));
        }
    }

    private void resumeReading() {
        if (state == State.OPEN && isPaused) {
            isPaused = false;
            heartbeat.resume(output.now());
            disarm();
            output.report(new Observation.ReadingResumed(output.bare()));
        }
    }

    private void noteIfLive(Event.Internal event) {
        if (state == State.OPEN || state == State.CLOSING) {
            output.note(event);
        }
    }

    // --- deadlines --------------------------------------------------------------------------------------------------

    private void timePassed() {
        for (ConnectionTimer due = deadlines.poll(output.now()); due != null; due = deadlines.poll(output.now())) {
            switch (due) {
                case ConnectionTimer.JoinOverdue(var join) -> channels.joinOverdue(join);
                case ConnectionTimer.LeaveOverdue(var join) -> channels.leaveOverdue(join);
                case SentPush request -> channels.requestOverdue(request);
                case WaitingPush push -> channels.waitOverdue(push);
                case ConnectionTimer.Single clock -> clock(clock);
            }
        }
    }

    private void clock(ConnectionTimer.Single clock) {
        switch (clock) {
            case HANDSHAKE_OVERDUE ->
                abandon(
                        NORMAL,
                        "",
                        new Event.ChannelConnectFailed(new Failure.ConnectTimedOut(Duration.ofNanos(connectTimeout))));
            case CLOSE_OVERDUE -> finish(closed(new DisconnectReason.Requested()));
            case PAUSE_OVERDUE -> {
                String text = "reading was paused for " + LONGEST_PAUSE.toSeconds() + " s";
                abandon(GOING_AWAY, "slow consumer", failed(new Failure.SlowConsumer(text)));
            }
            case HEARTBEAT_DUE -> {
                heartbeat.armNext(output.now());
                beat();
            }
            case HEARTBEAT_OVERDUE -> {
                if (heartbeat.isOver(output.now(), channels.unanswered())) {
                    Duration after = heartbeat.age(output.now());
                    abandon(GOING_AWAY, "heartbeat timeout", failed(new Failure.HeartbeatTimedOut(after)));
                }
            }
            case LEAVES_AGAIN -> channels.leaveAgain();
        }
    }

    private void arm(long span, ConnectionTimer.Single clock) {
        disarm();
        overdue = deadlines.set(output.now() + span, clock);
    }

    private void disarm() {
        deadlines.cancel(overdue);
        overdue = null;
    }

    // --- the end ----------------------------------------------------------------------------------------------------

    /**
     * Ends the connection without waiting for the transport. Later messages of the transport are only reported as
     * dropped.
     */
    private void abandon(int code, String text, Event last) {
        output.give(new ConnectionEffect.CloseTransport(code, text));
        finish(last);
    }

    private void finish(Event last) {
        channels.emitEnd();
        output.emit(last);
        state = State.ENDED;
        output.close(); // so that a leave that is refused later is not retried
        deadlines.clear();
        heartbeat = Heartbeat.none(deadlines);
        channels = Channels.none(output, deadlines, heartbeat, emptyObject);
    }

    private static Event closed(DisconnectReason reason) {
        return new Event.ChannelClosed(reason);
    }

    private static Event failed(Failure failure) {
        return closed(new DisconnectReason.Failed(failure));
    }

    /** Shows the whole state except payloads. */
    @Override
    public String toString() {
        return "ConnectionMachine[" + state + (output.hasClient() ? "" : " orphaned") + ", " + output.connection()
                + ", "
                + channels + ", heartbeat=" + heartbeat + (isPaused ? ", paused" : "") + ", garbled=" + garbledInARow
                + ", deadlines=" + deadlines + "]";
    }
}
