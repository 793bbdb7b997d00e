package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.Scene;
import dev.slipstream.system.simulation.Secrets;
import dev.slipstream.system.simulation.Sight;
import dev.slipstream.testkit.simulation.NetworkEvent;

/** No secret is in any text that the library makes: of what it hands over, of what it logs, of itself. */
public final class NoSecret implements Invariant {

    private static final int LOOKS_EVERY = 64;

    private int sights;

    @Override
    public String name() {
        return "I20 NoSecret";
    }

    @Override
    public void on(Sight sight, Scene scene) {
        if (!scene.listens()) {
            return;
        }
        if (++sights % LOOKS_EVERY == 0) {
            look("the client", scene.described());
        }
        switch (sight) {
            case Sight.Began(var callback, var state) -> {
                look("what a callback is given", callback.toString());
                look("what a socket knows", state.toString());
            }
            case Sight.Applied(var operations) -> look("letters", operations.toString());
            case Sight.Awaited(var event) -> look("what was awaited", event.toString());
            case Sight.Noted(var observation) -> look("an observation", observation.toString());
            case Sight.Logged(var line) -> look("a log", line);
            case Sight.Outside(var what) -> look("what a caller is told", what);
            case Sight.Net(NetworkEvent.Opening(int connection, var handshake)) ->
                look("a handshake", handshake.toString());
            case Sight.Net(NetworkEvent.Ended(int connection, var reason)) -> look("an end", reason.toString());
            case Sight.Net net -> {} // what is on the wire is there to be
            case Sight.Ended ended -> {} // what the user throws is the user's
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
