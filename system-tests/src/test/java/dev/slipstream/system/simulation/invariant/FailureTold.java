package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.machine.Delivery;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.Scene;
import dev.slipstream.system.simulation.Sight;
import dev.slipstream.testkit.simulation.Moment;
import org.jspecify.annotations.Nullable;

/** Each callback that throws is told to handleFailure, once; and ten frames in a row that are no messages end a connection. */
public final class FailureTold implements Invariant {

    private static final int MOST_GARBAGE = 10;

    private int thrown;
    private int told;
    private int garbage;
    private boolean open;
    private @Nullable Since tooMuch;

    @Override
    public String name() {
        return "I18 FailureTold";
    }

    @Override
    public void on(Sight sight, Scene scene) {
        holds(tooMuch == null || !tooMuch.isSettled(scene), "a connection goes on after %s frames of garbage", garbage);
        switch (sight) {
            case Sight.Ended(var delivery, var cause) when cause != null && !isLast(delivery) -> thrown++;
            case Sight.Began(Delivery.OfFailure failure, var facts) ->
                holds(++told <= thrown, "%s failures were told of %s", told, thrown);
            case Sight.Net(Moment.Arrived(int connection, var frame, var message)) -> {
                garbage = message == null && open ? garbage + 1 : 0;
                tooMuch = garbage == MOST_GARBAGE ? Since.now(scene) : garbage == 0 ? null : tooMuch;
            }
            case Sight.Net(Moment.Opened opened) -> open = true;
            case Sight.Net(Moment.Closing closing) -> over();
            case Sight.Net(Moment.Ended ended) -> over();
            default -> {}
        }
    }

    private static boolean isLast(Delivery delivery) {
        return delivery instanceof Delivery.Terminate || delivery instanceof Delivery.Init;
    }

    private void over() {
        open = false;
        garbage = 0;
        tooMuch = null;
    }

    @Override
    public void atRest(Scene scene) {
        holds(told == thrown, "%s failures were told of %s", told, thrown);
    }
}
