package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.simulation.NetworkEvent;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.RunView;
import dev.slipstream.system.simulation.Secrets;

/**
 * No text that the library produces contains a secret: no event, no log line and no {@code toString}. Only log lines
 * about exceptions of user code show what user code wrote.
 */
public final class NoSecret implements Invariant {

    private static final int CHECK_INTERVAL = 64;

    private int events;

    @Override
    public void on(RunEvent runEvent, RunView view) {
        if (!view.checksSecrets()) {
            return;
        }
        if (++events % CHECK_INTERVAL == 0) {
            check("the client", view.description());
        }
        switch (runEvent) {
            case RunEvent.CallbackStarted(var callback, var state) -> {
                check("the input of a callback", callback.toString());
                check("the state of a socket", state.toString());
            }
            case RunEvent.OperationsApplied(var operations) -> check("operations", operations.toString());
            case RunEvent.EventAwaited(var event) -> check("an awaited event", event.toString());
            case RunEvent.TelemetryObserved(var observation) -> check("an observation", observation.toString());
            case RunEvent.Logged(var line) -> holds(!Secrets.isInLine(line), "a secret in a log: %s", line);
            case RunEvent.OfProgram program -> {}
            case RunEvent.FromOutside(var what) -> check("the exception of a call", what);
            case RunEvent.OnNetwork(NetworkEvent.Opening(int connection, var handshake)) ->
                check("a handshake", handshake.toString());
            case RunEvent.OnNetwork(NetworkEvent.Ended(int connection, var reason)) ->
                check("an end", reason.toString());
            case RunEvent.PushWaits waits -> {} // a number and a time
            case RunEvent.PushEnded ended -> {}
            case RunEvent.JoinAwaited awaited -> {} // a number, a topic and a time
            case RunEvent.JoinWaitEnded ended -> {}
            case RunEvent.RequestMade made -> {}
            case RunEvent.ParamsAsked asked -> {}
            case RunEvent.RequestEnded(int id, var reply) -> check("the outcome of a request", reply.toString());
            case RunEvent.StopTaken taken -> {}
            case RunEvent.OnNetwork net -> {} // frames contain secrets by design
            case RunEvent.CallbackEnded ended -> {} // exceptions of user code may contain secrets
        }
    }

    @Override
    public void atEnd(RunView view) {
        check("the client", view.description());
    }

    private static void check(String where, String text) {
        holds(!Secrets.isIn(text), "a secret in %s: %s", where, text);
    }
}
