package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.ConnectionStatus;
import dev.slipstream.core.JoinStatus;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.simulation.NetworkEvent;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.RunView;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** At the end of the time without faults, client and server agree about the joined topics. */
public final class Agreement implements Invariant {

    private final Map<String, String> joined = new TreeMap<>();
    private final Set<String> receivedCloses = new TreeSet<>();
    private int live;

    @Override
    public void on(RunEvent runEvent, RunView view) {
        switch (runEvent) {
            case RunEvent.OnNetwork(NetworkEvent.Opening(int connection, var handshake)) -> {
                live = connection;
                joined.clear();
            }
            case RunEvent.OnNetwork(NetworkEvent.Answered(int connection, Message message))
            when connection == live
                    && message.joinRef() != null
                    && message.joinRef().equals(message.ref()) -> {
                if (message.isReply() && "ok".equals(message.status())) {
                    joined.put(message.topic(), message.joinRef());
                } else if (!message.isReply()) {
                    joined.remove(message.topic(), message.joinRef());
                }
            }
            case RunEvent.OnNetwork(NetworkEvent.Arrived(int connection, var frame, var message))
            when connection == live
                    && message != null
                    && !message.isReply()
                    && message.joinRef() != null
                    && message.joinRef().equals(message.ref()) ->
                receivedCloses.add(message.joinRef()); // a fault may have forged this close
            default -> {}
        }
    }

    @Override
    public void atRest(RunView view) {
        if (view.state().connectionStatus() == ConnectionStatus.CONNECTED) {
            joined.values().removeAll(receivedCloses);
            Set<String> known = new TreeSet<>(view.state().topics(JoinStatus.JOINED));
            holds(
                    known.equals(joined.keySet()),
                    "the client is joined to %s, but the server to %s",
                    known,
                    joined.keySet());
        }
    }
}
