package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.Reply;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.simulation.NetworkEvent;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.PayloadIds;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.RunView;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A request of another thread gets exactly one outcome. The outcome comes in time even if a callback blocks the client.
 * If the outcome says that the request was not sent, the request is not sent later.
 */
public final class RequestsAwaited implements Invariant {

    /** After its timeout, a request may still wait this long, because a callback may block the client. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private record Wait(Duration timeout, WaitStart begun) {}

    private final Map<Integer, Wait> waiting = new LinkedHashMap<>();
    private final Set<Integer> unsent = new LinkedHashSet<>();

    @Override
    public void on(RunEvent runEvent, RunView view) {
        switch (runEvent) {
            case RunEvent.RequestMade(int id, Duration timeout) ->
                holds(
                        waiting.put(id, new Wait(timeout, WaitStart.ofConnection(view))) == null,
                        "request %s was made twice",
                        id);
            case RunEvent.RequestEnded(int id, Reply reply) -> {
                holds(waiting.remove(id) != null, "a second outcome of request %s: %s", id, reply);
                if (reply instanceof Reply.Lost lost && !lost.maybeSent()) {
                    unsent.add(id);
                }
            }
            case RunEvent.OnNetwork(NetworkEvent.Sent(int connection, Message message, boolean taken))
            when taken && !unsent.isEmpty() ->
                holds(
                        !unsent.contains(PayloadIds.of(message.payload())),
                        "a request is sent after its outcome said that it was not sent: %s",
                        message);
            default -> {}
        }
    }

    @Override
    public void timePassed(RunView view) {
        waiting.forEach((id, wait) -> holds(
                !wait.begun().isPast(wait.timeout().plus(GRACE), view),
                "request %s has no outcome after its timeout of %s",
                id,
                wait.timeout()));
    }

    @Override
    public void atEnd(RunView view) {
        holds(waiting.isEmpty(), "no outcome of the requests %s", waiting.keySet());
    }
}
