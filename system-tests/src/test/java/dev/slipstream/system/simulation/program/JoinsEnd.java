package dev.slipstream.system.simulation.program;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.serializer.Message;
import dev.slipstream.simulation.NetworkEvent;
import dev.slipstream.system.simulation.PayloadIds;
import dev.slipstream.system.simulation.ProgramEvent;
import dev.slipstream.system.simulation.ProgramInvariant;
import dev.slipstream.system.simulation.ProgramView;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The stage of each join completes exactly once: with a response of the server, or with an exception that has a cause
 * in the run. A stage may stay incomplete while the client is not connected. A stage fails with {@code
 * ClientEndedException} only if the client ends or is restarted. At the end of the client, all stages are complete.
 */
final class JoinsEnd implements ProgramInvariant {

    private final Map<Integer, ProgramEvent.JoinAsked> pending = new LinkedHashMap<>();
    private final Map<Integer, String> topics = new LinkedHashMap<>();
    private final Set<String> responses = new HashSet<>();
    private final Set<String> ends = new HashSet<>();
    private final Set<String> refusals = new HashSet<>();
    private final Set<Integer> leaves = new HashSet<>();
    /**
     * The joins that were pending when the client failed, and the joins that began between the failure and the restart.
     * The failure may end these joins.
     */
    private final Set<Integer> endangered = new HashSet<>();

    private boolean isClosing;
    private boolean isFailing;

    @Override
    public void on(ProgramEvent event) {
        switch (event) {
            case ProgramEvent.HandleMade(var channel, var topic) -> topics.put(channel, topic);
            case ProgramEvent.OnWire(NetworkEvent.Arrived(var connection, var frame, var message))
            when message != null -> arrived(message);
            case ProgramEvent.JoinAsked asked -> {
                pending.put(asked.id(), asked);
                if (isFailing) {
                    endangered.add(asked.id());
                }
            }
            case ProgramEvent.FailureAsked asked -> failing();
            case ProgramEvent.HandlerBroke broke -> failing();
            case ProgramEvent.ClientRestarted restarted -> isFailing = false;
            case ProgramEvent.LeaveAsked(var id, var channel) -> leaves.add(channel);
            case ProgramEvent.CallRefused(var id, var channel, var why) -> pending.remove(id);
            case ProgramEvent.JoinEnded(var id, var outcome, var response) -> {
                ProgramEvent.JoinAsked asked = pending.remove(id);
                holds(asked != null, "join %s ended twice, or was refused before", id);
                ended(asked, outcome, response);
            }
            case ProgramEvent.PhaseBegan(var phase) -> isClosing |= phase == ProgramEvent.Phase.CLOSING;
            default -> {}
        }
    }

    private void failing() {
        isFailing = true;
        endangered.addAll(pending.keySet());
    }

    private void arrived(Message message) {
        if (message.isReply()) {
            responses.add(message.topic() + PayloadIds.key(message.payload()));
            if (!"ok".equals(message.status())) {
                refusals.add(message.topic());
            }
        }
        if (message.event().equals("phx_close")) {
            ends.add(message.topic());
        }
    }

    private void ended(ProgramEvent.JoinAsked asked, ProgramEvent.JoinOutcome outcome, String response) {
        String topic = topics.getOrDefault(asked.channel(), "");
        switch (outcome) {
            case JOINED ->
                holds(
                        responses.contains(topic + response),
                        "join %s ended with %s, which no reply had",
                        asked.id(),
                        response);
            case FAILED -> // a forged phx_close that comes before the reply also refuses a join
                holds(
                        refusals.contains(topic) || ends.contains(topic),
                        "join %s failed, but no join was refused",
                        asked.id());
            case ENDED ->
                holds(
                        leaves.contains(asked.channel()) || ends.contains(topic),
                        "join %s of %s ended, but the channel was neither left nor closed",
                        asked.id(),
                        topic);
            case NO_ROOM -> holds(response.contains("maxMessages"), "join %s ended with %s", asked.id(), response);
            case TIMED_OUT -> holds(asked.isLimited(), "join %s without a timeout timed out", asked.id());
            case CLIENT_ENDED ->
                holds(
                        isClosing || endangered.contains(asked.id()),
                        "join %s ended because the client ended, but the client still runs",
                        asked.id());
            case UNKNOWN -> throw new AssertionError("join " + asked.id() + " ended with " + response);
        }
    }

    @Override
    public void atRest(ProgramView view) {
        holds(
                pending.isEmpty() || !view.isConnected(),
                "joins %s have not ended after the quiet time",
                pending.keySet());
    }

    @Override
    public void atEnd() {
        holds(pending.isEmpty(), "joins %s have not ended after the client", pending.keySet());
    }
}
