package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.Letter;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.machine.Delivery;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.Scene;
import dev.slipstream.system.simulation.Sight;
import dev.slipstream.testkit.simulation.Moment;

/** After the close nothing is left: no transport, no timer, no task; and each transport was closed once at most. */
public final class Quiet implements Invariant {

    private int closing;
    private int terminated;
    private boolean isStarted = true;
    private boolean ended;

    @Override
    public String name() {
        return "I16 Quiet";
    }

    @Override
    public void on(Sight sight, Scene scene) {
        switch (sight) {
            case Sight.Net(Moment.Closing(int connection, int code)) -> {
                holds(connection > closing, "the transport of connection %s is closed twice", connection);
                closing = connection;
            }
            case Sight.Ended(Delivery.Init init, var thrown) when thrown != null -> isStarted = false;
            case Sight.Posted(var letters)
            when letters.stream().anyMatch(letter -> letter instanceof Letter.Stop(StopReason.Ignored reason)) ->
                isStarted = false;
            case Sight.Began(Delivery.Terminate terminate, var facts) -> terminated++;
            case Sight.Began(var delivery, var facts) -> holds(!ended, "%s after the end", delivery);
            case Sight.Net(Moment.Opening opening) -> holds(!ended, "%s after the end", opening);
            default -> {}
        }
    }

    @Override
    public void atEnd(Scene scene) {
        holds(scene.transports() == 0, "%s transports are left", scene.transports());
        holds(scene.tasks() == 0, "%s tasks and timers are left", scene.tasks());
        holds(terminated == (isStarted ? 1 : 0), "terminate was called %s times", terminated);
        ended = true;
    }
}
