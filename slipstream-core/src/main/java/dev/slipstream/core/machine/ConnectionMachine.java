// Longer than 300 lines: the table and the code that is held to it stand together.
package dev.slipstream.core.machine;

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
import dev.slipstream.core.StopReason;
import dev.slipstream.core.Telemetry.DropReason;
import dev.slipstream.core.serializer.Message;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one connection decides, from its handshake to its end.
 *
 * <p>Each input in each state, told as effects and then the next state if it is another one; an effect that tells the
 * client is named by its event, {@code drop} reports a dropped frame, {@code note} reports anything else, {@code -} is
 * nothing at all. One topic is joined, and what is left, pushed, received or refused is on it; another one is to be joined;
 * reading is paused where it is to go on. What concerns one topic is told in the table of {@link Channels}.
 *
 * <pre>
 * input            IDLE                 OPENING                           OPEN                 CLOSING              ENDED
 * OpenConnection   open OPENING         -                                 -                    -                    -
 * JoinTopic        -                    -                                 send                 -                    -
 * LeaveTopic       TopicLeft            TopicLeft                         send                 TopicLeft            -
 * PushMessage      PushFailed           PushFailed                        send                 PushFailed           -
 * SendHeartbeat    -                    -                                 send                 -                    -
 * CloseConnection  ChannelClosed ENDED  close ChannelClosed ENDED         close CLOSING        -                    -
 * CollectGarbage   collect              collect                           collect              collect              -
 * Opened           -                    ChannelConnected OPEN             -                    -                    -
 * Received         -                    -                                 MessageReceived      MessageReceived      drop
 * FrameMalformed   -                    -                                 drop                 drop                 drop
 * OverLimit        -                    -                                 drop                 drop                 drop
 * Pinged           -                    -                                 note                 note                 -
 * Ponged           -                    -                                 note                 note                 -
 * SendRefused      -                    -                                 PushFailed           PushFailed           -
 * Ended            -                    ChannelConnectFailed ENDED        ChannelClosed ENDED  ChannelClosed ENDED  -
 * ReadingPaused    -                    -                                 note                 -                    -
 * ReadingResumed   -                    -                                 note                 -                    -
 * OwnerExited      note ENDED           note close CLOSING                note close CLOSING   note                 -
 * TimePassed       -                    close ChannelConnectFailed ENDED  send                 ChannelClosed ENDED  -
 * </pre>
 *
 * <p>{@link Event.ChannelConnectFailed} or {@link Event.ChannelClosed} is the last event; before it what still waits has
 * ended: requests are lost, leaves are through, joins end without a word of their own. What is ordered later is not sent,
 * and nobody is told.
 *
 * <p>A frame that the transport did not take ends what it was for. A join that could not be sent is told as one that was
 * not answered in time; a heartbeat is left to its deadline. A leave is tried again until it is taken: what it takes back is
 * the server's. The client is told at the leave's deadline at the latest.
 */
public final class ConnectionMachine {

    /** How long reading may be paused; then the server is held up no longer. */
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /**
     * How many frames in a row may be no messages; then the server does not speak Phoenix. Frames over a limit neither count
     * nor end the run.
     */
    static final int GARBLED_IN_A_ROW = 10;

    /** How much longer than a transport's own deadline this waits for it. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private static final Failure ENDED_BY_ITSELF =
            new Failure.ConnectionLost("the transport ended as if it had been asked to");

    private static final int NORMAL = 1000;
    private static final int GOING_AWAY = 1001;
    private static final int PROTOCOL_ERROR = 1002;
    private static final int POLICY_VIOLATION = 1008;

    /** Where a connection stands. */
    public enum State {
        /** Nothing was asked yet. */
        IDLE,
        /** The transport is opening. */
        OPENING,
        /** The websocket is open. */
        OPEN,
        /** The close was asked for; the transport has not ended. */
        CLOSING,
        /** The last event was emitted. */
        ENDED
    }

    private final String vsn;
    private final Payload emptyObject;
    private final ConnectionOutput output;
    private final Deadlines<ConnectionTimer> deadlines = new Deadlines<>();
    private State state = State.IDLE;
    private Heartbeat heartbeat;
    private Channels channels;
    private Duration connectTimeout = Duration.ZERO;
    private Duration closeTimeout = Duration.ZERO;
    private Deadlines.@Nullable Entry<ConnectionTimer> overdue;
    private boolean isPaused;
    private int garbledInARow;

    /**
     * Makes the machine of one connection.
     *
     * @param connection which one
     * @param vsn of the serializer
     * @param emptyObject the payload {@code {}}, as the serializer makes it
     */
    public ConnectionMachine(Connection connection, String vsn, Payload emptyObject) {
        this.vsn = vsn;
        this.emptyObject = emptyObject;
        this.output = new ConnectionOutput(connection);
        this.heartbeat = Heartbeat.none(deadlines);
        this.channels = Channels.none(output, deadlines, heartbeat, emptyObject);
    }

    /**
     * Takes one input.
     *
     * @param now since the process began; never less than at the call before
     * @param effects is given what is to be done, in order
     */
    public void accept(Duration now, Input.OfConnection input, Consumer<? super Effect.OfConnection> effects) {
        accept(now.toNanos(), input, effects);
    }

    /** As {@link #accept(Duration, Input.OfConnection, Consumer)}, with the time in nanoseconds. */
    public void accept(long now, Input.OfConnection input, Consumer<? super Effect.OfConnection> effects) {
        output.begin(now, effects);
        switch (input) {
            case Input.CommandReceived(var command) -> order(command);
            case Input.Opened(var headers) -> opened(headers);
            case Input.Received(var message) -> received(message);
            case Input.FrameMalformed(var detail) -> garbled(detail);
            case Input.OverLimit() -> overLimit();
            case Input.Pinged() -> noteIfLive(new Event.PingReceived());
            case Input.Ponged() -> noteIfLive(new Event.PongReceived());
            case Input.SendRefused(var message, var failure) -> channels.refused(message, failure);
            case Input.Ended(var reason) -> ended(reason);
            case Input.ReadingPaused() -> pauseReading();
            case Input.ReadingResumed() -> resumeReading();
            case Input.OwnerExited(var reason) -> ownerExited(reason);
            case Input.TimePassed() -> timePassed();
        }
    }

    /** When {@link Input.TimePassed} is due; null if nothing is. */
    public @Nullable Duration nextDeadline() {
        return deadlines.next();
    }

    /** The same in nanoseconds; {@link Long#MAX_VALUE} if nothing is. */
    public long nextDeadlineNanos() {
        return deadlines.nextNanos();
    }

    public State state() {
        return state;
    }

    // --- what the client asks for -----------------------------------------------------------------------------------

    private void order(Command command) {
        if (state == State.ENDED) {
            return;
        }
        switch (command) {
            case Command.OpenConnection(var configuration, var credentials) -> open(configuration, credentials);
            case Command.JoinTopic join -> channels.join(join);
            case Command.LeaveTopic(var ref, var topic) -> channels.leave(ref, topic);
            case Command.PushMessage push -> channels.push(push);
            case Command.SendHeartbeat() -> beat();
            case Command.CloseConnection() -> disconnect();
            case Command.CollectGarbage() -> output.give(new Effect.CollectGarbage());
        }
    }

    private void open(Configuration configuration, Credentials credentials) {
        if (state != State.IDLE) {
            return;
        }
        heartbeat = new Heartbeat(configuration.heartbeatInterval(), configuration.heartbeatTimeout(), deadlines);
        channels = new Channels(
                output, deadlines, heartbeat, emptyObject, configuration.leaveTimeout(), configuration.maxPending());
        connectTimeout = configuration.connectTimeout();
        closeTimeout = configuration.closeTimeout();
        UpgradeRequest upgrade = new UpgradeRequest(configuration, credentials, vsn);
        Optional<Failure> failure = upgrade.failure();
        if (failure.isPresent()) {
            finish(new Event.ChannelConnectFailed(failure.get()));
            return;
        }
        state = State.OPENING;
        arm(connectTimeout.plus(GRACE), ConnectionTimer.Single.HANDSHAKE_OVERDUE);
        output.give(new Effect.OpenTransport(upgrade.handshake()));
    }

    private void disconnect() {
        switch (state) {
            case IDLE -> finish(closed(new DisconnectReason.Requested()));
            case OPENING -> abandon(NORMAL, "", closed(new DisconnectReason.Requested()));
            case OPEN -> close();
            case CLOSING, ENDED -> {} // it is asked for already, or over
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
            case CLOSING, ENDED -> {} // the close is under way
        }
    }

    private void close() {
        state = State.CLOSING;
        output.close();
        heartbeat.stop();
        arm(closeTimeout.plus(GRACE), ConnectionTimer.Single.CLOSE_OVERDUE);
        output.give(new Effect.CloseTransport(NORMAL, ""));
    }

    private void beat() {
        if (state == State.OPEN && !heartbeat.isOut()) {
            Ref ref = output.ownRef();
            heartbeat.sent(output.now(), ref, output.sent());
            output.send(Message.of(null, ref.value(), "phoenix", "heartbeat", emptyObject));
        }
    }

    // --- what the transport tells -----------------------------------------------------------------------------------

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
            case IDLE, OPENING -> {} // no transport does that
            case ENDED -> output.dropped(DropReason.AFTER_END, message);
        }
    }

    private void garbled(String detail) {
        switch (state) {
            case OPEN -> {
                output.garbled(DropReason.MALFORMED);
                garbledInARow++;
                if (garbledInARow == GARBLED_IN_A_ROW) {
                    String text = garbledInARow + " frames in a row were no messages; the last one: " + detail;
                    // 1002 is what RFC 6455 asks for, but no client may send it through most libraries.
                    abandon(
                            POLICY_VIOLATION,
                            "no messages",
                            failed(new Failure.ProtocolViolated(PROTOCOL_ERROR, text)));
                }
            }
            case CLOSING -> output.garbled(DropReason.MALFORMED);
            case IDLE, OPENING -> {} // no transport does that
            case ENDED -> output.garbled(DropReason.AFTER_END);
        }
    }

    /** Leaves the run of garbled frames as it is: the frame shows neither that the server speaks Phoenix nor that it does not. */
    private void overLimit() {
        switch (state) {
            case OPEN, CLOSING -> output.garbled(DropReason.OVER_LIMIT);
            case IDLE, OPENING -> {} // no transport does that
            case ENDED -> output.garbled(DropReason.AFTER_END);
        }
    }

    private void ended(DisconnectReason reason) {
        switch (state) {
            case OPENING -> finish(new Event.ChannelConnectFailed(unopened(reason)));
            case OPEN -> finish(closed(unasked(reason)));
            case CLOSING -> finish(closed(new DisconnectReason.Requested()));
            case IDLE, ENDED -> {} // nothing was begun, or all is told
        }
    }

    private static Failure unopened(DisconnectReason reason) {
        return switch (reason) {
            case DisconnectReason.ConnectFailed(var failure) -> failure;
            case DisconnectReason.Failed(var failure) -> failure;
            case DisconnectReason.Closed(var code, var text) ->
                new Failure.HandshakeInvalid("closed with " + code + " before it was open");
            case DisconnectReason.Requested() -> ENDED_BY_ITSELF;
        };
    }

    private static DisconnectReason unasked(DisconnectReason reason) {
        return switch (reason) {
            case DisconnectReason.Closed closed -> closed;
            case DisconnectReason.Failed failed -> failed;
            case DisconnectReason.ConnectFailed(var failure) -> new DisconnectReason.Failed(failure);
            case DisconnectReason.Requested() -> new DisconnectReason.Failed(ENDED_BY_ITSELF);
        };
    }

    private void pauseReading() {
        if (state == State.OPEN && !isPaused) {
            isPaused = true;
            heartbeat.pause(output.now());
            arm(LONGEST_PAUSE, ConnectionTimer.Single.PAUSE_OVERDUE);
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

    // --- what becomes overdue ---------------------------------------------------------------------------------------

    private void timePassed() {
        for (ConnectionTimer due = deadlines.poll(output.now()); due != null; due = deadlines.poll(output.now())) {
            switch (due) {
                case ConnectionTimer.JoinOverdue(var join) -> channels.joinOverdue(join);
                case ConnectionTimer.LeaveOverdue(var join) -> channels.leaveOverdue(join);
                case SentPush request -> channels.requestOverdue(request);
                case ConnectionTimer.Single clock -> clock(clock);
            }
        }
    }

    private void clock(ConnectionTimer.Single clock) {
        switch (clock) {
            case HANDSHAKE_OVERDUE ->
                abandon(NORMAL, "", new Event.ChannelConnectFailed(new Failure.ConnectTimedOut(connectTimeout)));
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
                if (heartbeat.isOver(channels.oldestUnanswered())) {
                    Duration after = heartbeat.age(output.now());
                    abandon(GOING_AWAY, "heartbeat timeout", failed(new Failure.HeartbeatTimedOut(after)));
                }
            }
            case LEAVES_AGAIN -> channels.leaveAgain();
        }
    }

    private void arm(Duration span, ConnectionTimer.Single clock) {
        disarm();
        overdue = deadlines.set(output.now().plus(span), clock);
    }

    private void disarm() {
        deadlines.cancel(overdue);
        overdue = null;
    }

    // --- the end ----------------------------------------------------------------------------------------------------

    /** Ends without waiting for the transport: what it still says comes too late. */
    private void abandon(int code, String text, Event last) {
        output.give(new Effect.CloseTransport(code, text));
        finish(last);
    }

    private void finish(Event last) {
        channels.emitEnd();
        output.emit(last);
        state = State.ENDED;
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

    /** The whole state; payloads are not part of it. */
    @Override
    public String toString() {
        return "ConnectionMachine[" + state + (output.hasClient() ? "" : " orphaned") + ", " + output.connection()
                + ", "
                + channels + ", heartbeat=" + heartbeat + (isPaused ? ", paused" : "") + ", garbled=" + garbledInARow
                + ", deadlines=" + deadlines + "]";
    }
}
