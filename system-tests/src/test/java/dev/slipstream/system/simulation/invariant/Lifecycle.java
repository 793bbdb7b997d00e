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
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.Scene;
import dev.slipstream.simulation.NetworkEvent;

/** The callbacks of a connection are connect, then whatever happens, then disconnect; of a failed attempt, its failure alone. */
public final class Lifecycle implements Invariant {

    private final Stopping stopping = new Stopping();
    private boolean connected;
    /** A callback took the end out of the mailbox, so that what was taken before it may be told behind it. */
    private boolean endAwaited;
    /** A callback took the newest connection out of the mailbox, so that the end of an earlier one may be told behind it. */
    private boolean connectAwaited;

    private int opened;
    private int told;
    private int failed;
    private int failuresTold;
    private int replacements;
    /** Ends that the client knows of and callbacks do not yet. */
    private int owed;

    private int attempts;
    private int endsTold;
    /** How often the user asked for an end. */
    private int closes;

    private int requestedTold;

    @Override
    public String name() {
        return "I10 Lifecycle";
    }

    @Override
    public void on(RunEvent runEvent, Scene scene) {
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
                        replacements++; // an attempt that is given up for it may end without a word of its own
                    }
                }
            }
            case RunEvent.CallbackStarted(Callback.OfEvent(Event.ChannelClosed closed), var state)
            when isOfThePast(state) -> owed = Math.max(owed - 1, 0);
            case RunEvent.CallbackStarted(Callback.OfEvent(Event.ChannelConnectFailed failure), var state)
            when isOfThePast(state) -> failuresTold++;
            case RunEvent.CallbackStarted(Callback.OfEvent(Event.ConnectAnswer answer), var state) -> told(answer);
            case RunEvent.CallbackStarted(Callback.OfEvent(Event.ChannelClosed closed), var state) -> told(closed);
            case RunEvent.CallbackStarted(Callback.OfEvent(var event), var state) -> {
                known(state);
                told(event);
            }
            case RunEvent.CallbackStarted(var callback, var state) -> known(state);
            case RunEvent.EventAwaited(var event) -> {
                told(event);
                endAwaited |= event instanceof Event.ChannelClosed;
                connectAwaited |= event instanceof Event.ChannelConnected;
            }
            default -> {}
        }
    }

    /** Each attempt, and each close that the user asked for, has one end at most. An attempt or its connection may fail. */
    private void count(RunEvent runEvent) {
        switch (runEvent) {
            case RunEvent.TelemetryObserved(Observation.Span.ConnectStarted started) -> attempts++;
            case RunEvent.OperationsApplied(var operations) -> {
                for (Operation operation : operations) {
                    closes += operation instanceof Command.CloseConnection close ? 1 : 0;
                }
            }
            // What an await saw of an end may be told as well.
            case RunEvent.CallbackStarted(Callback.OfEvent(Event.ChannelConnectFailed(var failure)), var state) ->
                ended("failed: " + failure);
            case RunEvent.CallbackStarted(
                    Callback.OfEvent(Event.ChannelClosed(DisconnectReason.Requested asked)),
                    var state) -> {
                requestedTold++;
                int most = closes + (stopping.isNow() ? 1 : 0);
                holds(requestedTold <= most, "%s ends were asked for, and %s told", most, requestedTold);
            }
            case RunEvent.CallbackStarted(Callback.OfEvent(Event.ChannelClosed(var reason)), var state) ->
                ended("closed: " + reason);
            default -> {}
        }
    }

    private void ended(String how) {
        endsTold++;
        holds(endsTold <= attempts, "%s ends of %s attempts, the last one %s", endsTold, attempts, how);
    }

    /** Outcomes and leaves come before the end that they are of; a callback of theirs may wait for what follows it. */
    private void known(SocketState state) {
        if (connected
                && state.connectionStatus() != ConnectionStatus.CONNECTED
                && state.connectionStatus() != ConnectionStatus.DISCONNECTING) {
            connected = false;
            owed++;
        }
    }

    /** What ended is not the connection that was awaited: that is up, or still being closed. */
    private boolean isOfThePast(SocketState state) {
        return connectAwaited
                && connected
                && (state.connectionStatus() == ConnectionStatus.CONNECTED
                        || state.connectionStatus() == ConnectionStatus.DISCONNECTING);
    }

    private void told(Event event) {
        switch (event) {
            case Event.ChannelConnected() -> {
                holds(!connected, "connected twice, without an end between");
                holds(++told <= opened, "connected %s times, though only %s websockets opened", told, opened);
                connected = true;
                endAwaited = false;
                connectAwaited = false;
            }
            case Event.ChannelConnectFailed(var failure) -> {
                holds(!connected, "an attempt failed while connected: %s", failure);
                failuresTold++;
            }
            case Event.ChannelClosed(var reason) -> {
                holds(
                        connected || owed > 0 || reason instanceof DisconnectReason.Requested,
                        "disconnected while not connected: %s",
                        reason);
                connected = owed > 0 && connected;
                owed = Math.max(owed - 1, 0);
            }
            case Event.TopicJoinSucceeded event1 -> whileConnected(event);
            case Event.TopicJoinFailed event1 -> whileConnected(event);
            case Event.TopicJoinClosed event1 -> whileConnected(event);
            case Event.MessageReceived event1 -> whileConnected(event);
            case Event.TopicLeft event1 -> {}
            case Event.ReplyReceived event1 -> {}
            case Event.PushFailed event1 -> {}
            case Event.Internal event1 -> throw new AssertionError("a callback was told " + event);
        }
    }

    private void whileConnected(Event event) {
        holds(connected || endAwaited || owed > 0, "told while not connected: %s", event);
    }

    @Override
    public void atRest(Scene scene) {
        holds(
                connected == (scene.state().connectionStatus() == ConnectionStatus.CONNECTED),
                "the callbacks say that connected is %s, the socket says %s",
                connected,
                scene.state().connectionStatus());
        holds(owed == 0, "%s ends were not told", owed);
        holds(
                failuresTold >= failed - replacements,
                "%s attempts failed, %s of it were told, and %s may have been given up for another",
                failed,
                failuresTold,
                replacements);
    }
}
