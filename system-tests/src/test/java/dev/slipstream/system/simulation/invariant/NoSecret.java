package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.Scene;
import dev.slipstream.system.simulation.Secrets;
import dev.slipstream.simulation.NetworkEvent;

/** No secret is in any text that the library makes: of what it hands over, of what it logs, of itself. */
public final class NoSecret implements Invariant {

    private static final int LOOKS_EVERY = 64;

    private int events;

    @Override
    public String name() {
        return "I20 NoSecret";
    }

    @Override
    public void on(RunEvent runEvent, Scene scene) {
        if (!scene.listens()) {
            return;
        }
        if (++events % LOOKS_EVERY == 0) {
            look("the client", scene.described());
        }
        switch (runEvent) {
            case RunEvent.CallbackStarted(var callback, var state) -> {
                look("what a callback is given", callback.toString());
                look("what a socket knows", state.toString());
            }
            case RunEvent.OperationsApplied(var operations) -> look("operations", operations.toString());
            case RunEvent.EventAwaited(var event) -> look("what was awaited", event.toString());
            case RunEvent.TelemetryObserved(var observation) -> look("an observation", observation.toString());
            case RunEvent.Logged(var line) -> look("a log", line);
            case RunEvent.FromOutside(var what) -> look("what a caller is told", what);
            case RunEvent.OnNetwork(NetworkEvent.Opening(int connection, var handshake)) ->
                look("a handshake", handshake.toString());
            case RunEvent.OnNetwork(NetworkEvent.Ended(int connection, var reason)) ->
                look("an end", reason.toString());
            case RunEvent.OnNetwork net -> {} // what is on the wire is there to be
            case RunEvent.CallbackEnded ended -> {} // what the user throws is the user's
        }
    }

    @Override
    public void atEnd(Scene scene) {
        look("the client", scene.described());
    }

    private static void look(String where, String text) {
        holds(!Secrets.isIn(text), "a secret in %s: %s", where, text);
    }
}
