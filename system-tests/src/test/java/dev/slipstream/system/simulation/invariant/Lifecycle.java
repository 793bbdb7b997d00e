package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.Command;
import dev.slipstream.core.ConnectionStatus;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Operation;
import dev.slipstream.core.machine.client.Callback;
import dev.slipstream.core.state.SocketState;
import dev.slipstream.simulation.NetworkEvent;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.RunView;

/**
 * The first callback of a connection is handleConnect, and the last is handleDisconnect. A failed attempt has only the
 * callback of its failure.
 */
public final class Lifecycle implements Invariant {

    private final Stopping stopping = new Stopping();
    private boolean connected;
    /**
     * Whether a {@code Session} in a callback got the disconnect event of the connection. Callbacks of earlier events
     * may still follow.
     */
    private boolean endAwaited;
    /**
     * Whether a session got the connect event of the newest connection. The callback of an earlier disconnect may
     * follow.
     */
    private boolean connectAwaited;

    private int opened;
    private int connects;
    private int failed;
    private int failuresReported;
    private int replacements;
    /** How many connections have ended according to the state of a socket, but not yet according to a callback. */
    private int unreportedEnds;

    private int attempts;
    private int endsReported;
    /** How often the user disconnected. */
    private int disconnects;

    private int disconnectsReported;

    @Override
    public void on(RunEvent runEvent, RunView view) {
        stopping.on(runEvent);
        count(runEvent);
        switch (runEvent) {
            case RunEvent.OnNetwork(NetworkEvent.Opened now) -> opened++;
            case RunEvent.OnNetwork(NetworkEvent.Ended(var connection, DisconnectReason.ConnectFailed reason)) ->
                failed++;
            case RunEvent.OperationsApplied(var operations) -> {
                for (Operation operation : operations) {
                    if (operation instanceof Command.OpenConnection open
                            || operation instanceof Command.CloseConnection close) {
                        replacements++; // an abandoned attempt may end without an event
                    }
                }
            }
            case RunEvent.CallbackStarted(Callback.OfEvent(Event.ChannelClosed closed), var state)
            when isOfEarlierConnection(state) -> unreportedEnds = Math.max(unreportedEnds - 1, 0);
            case RunEvent.CallbackStarted(Callback.OfEvent(Event.ChannelConnectFailed failure), var state)
            when isOfEarlierConnection(state) -> failuresReported++;
            case RunEvent.CallbackStarted(Callback.OfEvent(Event.ConnectAnswer answer), var state) -> onEvent(answer);
            case RunEvent.CallbackStarted(Callback.OfEvent(Event.ChannelClosed closed), var state) -> onEvent(closed);
            case RunEvent.CallbackStarted(Callback.OfEvent(var event), var state) -> {
                detectEnd(state);
                onEvent(event);
            }
            case RunEvent.CallbackStarted(var callback, var state) -> detectEnd(state);
            case RunEvent.EventAwaited(var event) -> {
                onEvent(event);
                endAwaited |= event instanceof Event.ChannelClosed;
                connectAwaited |= event instanceof Event.ChannelConnected;
            }
            default -> {}
        }
    }

    /** Checks that at most one end is reported for each attempt and for each disconnect of the user. */
    private void count(RunEvent runEvent) {
        switch (runEvent) {
            case RunEvent.TelemetryObserved(Observation.Span.ConnectStarted started) -> attempts++;
            case RunEvent.OperationsApplied(var operations) -> {
                for (Operation operation : operations) {
                    disconnects += operation instanceof Command.CloseConnection close ? 1 : 0;
                }
            }
            // A session and a callback may both get the same event, so only callbacks count.
            case RunEvent.CallbackStarted(Callback.OfEvent(Event.ChannelConnectFailed(var failure)), var state) ->
                ended("failed: " + failure);
            case RunEvent.CallbackStarted(
                    Callback.OfEvent(Event.ChannelClosed(DisconnectReason.Requested asked)),
                    var state) -> {
                disconnectsReported++;
                int most = disconnects + (stopping.isNow() ? 1 : 0);
                holds(
                        disconnectsReported <= most,
                        "%s disconnects of the user, but %s were reported",
                        most,
                        disconnectsReported);
            }
            case RunEvent.CallbackStarted(Callback.OfEvent(Event.ChannelClosed(var reason)), var state) ->
                ended("closed: " + reason);
            default -> {}
        }
    }

    private void ended(String how) {
        endsReported++;
        holds(
                endsReported <= attempts,
                "%s ends were reported, but only %s attempts were made; the last end: %s",
                endsReported,
                attempts,
                how);
    }

    /**
     * Detects the end of a connection from the state of a socket, even if handleDisconnect has not run. Callbacks such
     * as handleOutcome and handleLeave run before handleDisconnect, and they may await events of the next connection.
     */
    private void detectEnd(SocketState state) {
        if (connected
                && state.connectionStatus() != ConnectionStatus.CONNECTED
                && state.connectionStatus() != ConnectionStatus.DISCONNECTING) {
            connected = false;
            unreportedEnds++;
        }
    }

    /**
     * Returns whether a reported end belongs to an earlier connection. This is true if a session got the connect event
     * of a newer connection that has not ended.
     */
    private boolean isOfEarlierConnection(SocketState state) {
        return connectAwaited
                && connected
                && (state.connectionStatus() == ConnectionStatus.CONNECTED
                        || state.connectionStatus() == ConnectionStatus.DISCONNECTING);
    }

    private void onEvent(Event event) {
        switch (event) {
            case Event.ChannelConnected() -> {
                holds(!connected, "connected twice without an end in between");
                holds(++connects <= opened, "connected %s times, but only %s websockets opened", connects, opened);
                connected = true;
                endAwaited = false;
                connectAwaited = false;
            }
            case Event.ChannelConnectFailed(var failure) -> {
                holds(!connected, "an attempt failed while connected: %s", failure);
                failuresReported++;
            }
            case Event.ChannelClosed(var reason) -> {
                holds(
                        connected || unreportedEnds > 0 || reason instanceof DisconnectReason.Requested,
                        "disconnected while not connected: %s",
                        reason);
                connected = unreportedEnds > 0 && connected;
                unreportedEnds = Math.max(unreportedEnds - 1, 0);
            }
            case Event.TopicJoinSucceeded ignored -> whileConnected(event);
            case Event.TopicJoinFailed ignored -> whileConnected(event);
            case Event.TopicJoinClosed ignored -> whileConnected(event);
            case Event.MessageReceived ignored -> whileConnected(event);
            case Event.TopicLeft ignored -> {}
            case Event.ReplyReceived ignored -> {}
            case Event.PushFailed ignored -> {}
            case Event.Internal ignored -> throw new AssertionError("a callback got " + event);
        }
    }

    private void whileConnected(Event event) {
        holds(connected || endAwaited || unreportedEnds > 0, "an event while not connected: %s", event);
    }

    @Override
    public void atRest(RunView view) {
        holds(
                connected == (view.state().connectionStatus() == ConnectionStatus.CONNECTED),
                "connected is %s by the callbacks, but the socket is %s",
                connected,
                view.state().connectionStatus());
        holds(unreportedEnds == 0, "%s ends were not reported", unreportedEnds);
        holds(
                failuresReported >= failed - replacements,
                "%s attempts failed, but %s were reported and %s may have been replaced",
                failed,
                failuresReported,
                replacements);
    }
}
