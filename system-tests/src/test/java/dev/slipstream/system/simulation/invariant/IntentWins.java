package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.Command;
import dev.slipstream.core.Event;
import dev.slipstream.core.Facts;
import dev.slipstream.core.Letter;
import dev.slipstream.core.machine.Delivery;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.Scene;
import dev.slipstream.system.simulation.Sight;
import dev.slipstream.testkit.simulation.Moment;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is left is not joined again, what is disconnected not connected again; what is wanted is joined on each new
 * connection, once.
 */
public final class IntentWins implements Invariant {

    private final Map<String, Since> left = new LinkedHashMap<>();
    private @Nullable Since disconnected;
    private final Set<String> owed = new LinkedHashSet<>();
    /** Topics whose params are asked for: their join takes some time, or does not come about. */
    private final Set<String> supplied = new LinkedHashSet<>();

    private @Nullable Since owedSince;
    private boolean ending;
    private boolean failed;

    @Override
    public String name() {
        return "I17 IntentWins";
    }

    @Override
    public void on(Sight sight, Scene scene) {
        switch (sight) {
            case Sight.Posted(var letters) -> letters.forEach(letter -> wish(letter, scene));
            case Sight.Net(Moment.Opening(int connection, var handshake)) -> {
                ending = false;
                holds(
                        disconnected == null || !disconnected.isSettled(scene),
                        "connection %s is opened, but the last wish was to be apart",
                        connection);
            }
            case Sight.Net(Moment.Sent(int connection, Message message, boolean taken)) -> {
                if (message.event().equals("phx_join")) {
                    Since since = left.get(message.topic());
                    holds(since == null || !since.isSettled(scene), "joined after it was left: %s", message);
                    owed.remove(message.topic());
                }
            }
            case Sight.Net(Moment.Ended ended) -> ending();
            case Sight.Net(Moment.Closing closing) -> ending();
            case Sight.Began(Delivery.OfEvent(Event.ChannelConnected()), var facts) -> {
                owedSince = null;
                facts.forEachTopic((name, topic) -> {
                    if (topic.wanted() && !ending && !supplied.contains(name)) {
                        owed.add(name);
                    }
                });
            }
            case Sight.Ended(Delivery.OfEvent(Event.ChannelConnected()), var thrown) -> {
                failed = thrown != null;
                owedSince = failed ? null : Since.now(scene);
            }
            case Sight.Ended(Delivery.OfFailure failure, var thrown) -> {
                owedSince =
                        failed ? Since.now(scene) : owedSince; // what follows a callback that threw waits for this one
                failed = false;
            }
            case Sight.Ended(Delivery.Terminate terminate, var thrown) -> {
                disconnected = Since.now(scene);
                owed.clear();
            }
            default -> {}
        }
    }

    private void wish(Letter letter, Scene scene) {
        switch (letter) {
            case Letter.Supply(var topic, var params) -> {
                supplied.add(topic);
                owed.remove(topic);
            }
            case Letter.ToConnection(Command.JoinTopic join) -> left.remove(join.topic());
            case Letter.Retry.Rejoin(var ref, var topic, var params) -> {
                left.remove(topic);
                owed.remove(topic); // it waits for its backoff
            }
            case Letter.ToConnection(Command.LeaveTopic(var ref, var topic)) -> {
                left.put(topic, Since.now(scene));
                owed.remove(topic);
            }
            case Letter.ToConnection(Command.OpenConnection open) -> disconnected = null;
            case Letter.Retry.Reconnect() -> disconnected = null;
            case Letter.Retry.ReconnectNow() -> disconnected = null;
            case Letter.ToConnection(Command.CloseConnection close) -> disconnected = Since.now(scene);
            case Letter.Stop stop -> disconnected = Since.now(scene);
            default -> {}
        }
    }

    private void ending() {
        ending = true;
        owed.clear();
    }

    @Override
    public void timePassed(Scene scene) {
        if (!owed.isEmpty() && owedSince != null && owedSince.isSettled(scene)) {
            holds(
                    scene.facts().link() != Facts.Link.CONNECTED,
                    "wanted, and not joined on the new connection: %s",
                    owed);
            owed.clear();
        }
    }
}
