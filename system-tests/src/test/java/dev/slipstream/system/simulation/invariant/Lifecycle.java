package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.Command;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.Facts;
import dev.slipstream.core.Letter;
import dev.slipstream.core.machine.Delivery;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.Scene;
import dev.slipstream.system.simulation.Sight;
import dev.slipstream.testkit.simulation.Moment;

/** The callbacks of a connection are connect, then whatever happens, then disconnect; of a failed attempt, its failure alone. */
public final class Lifecycle implements Invariant {

    private boolean connected;
    private int opened;
    private int told;
    private int failed;
    private int failuresTold;
    private int replacements;

    @Override
    public String name() {
        return "I10 Lifecycle";
    }

    @Override
    public void on(Sight sight, Scene scene) {
        switch (sight) {
            case Sight.Net(Moment.Opened now) -> opened++;
            case Sight.Net(Moment.Ended(var connection, DisconnectReason.ConnectFailed reason)) -> failed++;
            case Sight.Posted(var letters) -> {
                for (Letter letter : letters) {
                    if (letter instanceof Letter.ToConnection(Command.OpenConnection open)
                            || letter instanceof Letter.ToConnection(Command.CloseConnection close)) {
                        replacements++; // an attempt that is given up for it may end without a word of its own
                    }
                }
            }
            case Sight.Began(Delivery.OfEvent(var event), var facts) -> told(event);
            case Sight.Awaited(var event) -> told(event);
            default -> {}
        }
    }

    private void told(Event event) {
        switch (event) {
            case Event.ChannelConnected() -> {
                holds(!connected, "connected twice, without an end between");
                holds(++told <= opened, "connected %s times, though only %s websockets opened", told, opened);
                connected = true;
            }
            case Event.ChannelConnectFailed(var failure) -> {
                holds(!connected, "an attempt failed while connected: %s", failure);
                failuresTold++;
            }
            case Event.ChannelClosed(var reason) -> {
                holds(
                        connected || reason instanceof DisconnectReason.Requested,
                        "disconnected while not connected: %s",
                        reason);
                connected = false;
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
        holds(connected, "told while not connected: %s", event);
    }

    @Override
    public void atRest(Scene scene) {
        holds(
                connected == (scene.facts().link() == Facts.Link.CONNECTED),
                "the callbacks say that connected is %s, the socket says %s",
                connected,
                scene.facts().link());
        holds(
                failuresTold >= failed - replacements,
                "%s attempts failed, %s of it were told, and %s may have been given up for another",
                failed,
                failuresTold,
                replacements);
    }
}
