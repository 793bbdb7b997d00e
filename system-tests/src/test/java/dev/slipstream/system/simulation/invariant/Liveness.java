package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.Command;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Facts;
import dev.slipstream.core.Failure;
import dev.slipstream.core.JoinStatus;
import dev.slipstream.core.Letter;
import dev.slipstream.core.Telemetry;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.Scene;
import dev.slipstream.system.simulation.Sight;

/** Once nothing goes wrong any more, a client that wants to be connected is, and joined to all that it wants. */
public final class Liveness implements Invariant {

    private boolean wanted;
    private boolean givenUp;

    @Override
    public String name() {
        return "I11 Liveness";
    }

    @Override
    public void on(Sight sight, Scene scene) {
        switch (sight) {
            case Sight.Posted(var letters) -> letters.forEach(this::wish);
            case Sight.Noted(Telemetry.Observation.ReconnectAbandoned(var reason)) -> {
                holds(isHopeless(reason), "the client gave up although time might heal it: %s", reason);
                givenUp = true;
            }
            default -> {}
        }
    }

    private void wish(Letter letter) {
        switch (letter) {
            case Letter.ToConnection(Command.OpenConnection open) -> {
                wanted = true;
                givenUp = false;
            }
            case Letter.Retry.Reconnect() -> {
                wanted = true;
                givenUp = false;
            }
            case Letter.Retry.ReconnectNow() -> {
                wanted = true;
                givenUp = false;
            }
            case Letter.ToConnection(Command.CloseConnection close) -> wanted = false;
            default -> {}
        }
    }

    private static boolean isHopeless(DisconnectReason reason) {
        return reason instanceof DisconnectReason.ConnectFailed(var failure)
                && (failure instanceof Failure.TlsFailed
                        || (failure instanceof Failure.HandshakeRefused refused
                                && (refused.status() == 401 || refused.status() == 403)));
    }

    @Override
    public void atRest(Scene scene) {
        Facts facts = scene.facts();
        if (!wanted) {
            holds(facts.link() == Facts.Link.APART, "disconnected on purpose, and still %s", facts.link());
            return;
        }
        holds(
                facts.link() == Facts.Link.CONNECTED || givenUp,
                "not connected after the quiet time, but %s",
                facts.link());
        facts.forEachTopic((name, topic) -> holds(
                !topic.wanted() || topic.status() == JoinStatus.JOINED || facts.link() != Facts.Link.CONNECTED,
                "%s is wanted, and after the quiet time it is %s",
                name,
                topic.status()));
    }
}
