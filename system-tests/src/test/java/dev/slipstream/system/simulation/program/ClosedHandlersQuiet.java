package dev.slipstream.system.simulation.program;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.system.simulation.ProgramEvent;
import dev.slipstream.system.simulation.ProgramEvent.Kind;
import dev.slipstream.system.simulation.ProgramInvariant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * No handler is called after its registration was closed, or after the client has ended. A handler of messages is
 * called only while its channel is joined. After a leave, a channel calls no handler of messages or joins until the
 * program joins it again.
 */
final class ClosedHandlersQuiet implements ProgramInvariant {

    private final Set<Integer> closed = new HashSet<>();
    private final Map<Integer, ProgramEvent.HandlerList> listOf = new LinkedHashMap<>();
    /**
     * Maps each leave to its channel, until the stage of the leave completes. A join removes the leaves of its channel.
     */
    private final Map<Integer, Integer> leaving = new LinkedHashMap<>();

    /** The channels whose leave is complete, and that the program has not joined again. */
    private final Set<Integer> left = new HashSet<>();

    private boolean hasEnded;

    @Override
    public void on(ProgramEvent event) {
        switch (event) {
            case ProgramEvent.Registered(var handler, var list) -> listOf.put(handler, list);
            case ProgramEvent.RegistrationClosed(var handler) -> closed.add(handler);
            case ProgramEvent.JoinAsked(var id, var channel, var isLimited) -> {
                leaving.values().removeIf(of -> of == channel);
                left.remove(channel);
            }
            case ProgramEvent.LeaveAsked(var id, var channel) -> leaving.put(id, channel);
            case ProgramEvent.CallRefused(var id, var channel, var why) -> leaving.remove(id);
            case ProgramEvent.LeaveEnded(var id, var thrown) -> {
                Integer channel = leaving.remove(id);
                if (channel != null) {
                    left.add(channel);
                }
            }
            case ProgramEvent.HandlerStarted(var handler, var isJoined) -> {
                holds(!closed.contains(handler), "handler %s was closed, and is called", handler);
                holds(!hasEnded, "handler %s is called after the end of the client", handler);
                ProgramEvent.HandlerList list = listOf.get(handler);
                if (list != null && (list.kind() == Kind.MESSAGE || list.kind() == Kind.ANY)) {
                    holds(
                            Boolean.TRUE.equals(isJoined),
                            "handler %s is called, but its channel is not joined",
                            handler);
                }
            }
            case ProgramEvent.MessageSeen seen -> seen(seen.channel(), "message " + seen.event());
            case ProgramEvent.JoinSeen seen -> seen(seen.channel(), "join");
            case ProgramEvent.PhaseBegan(var phase) -> hasEnded |= phase == ProgramEvent.Phase.ENDED;
            default -> {}
        }
    }

    private void seen(int channel, String what) {
        holds(!hasEnded, "channel %s gets a %s after the end of the client", channel, what);
        holds(!left.contains(channel), "channel %s was left, and gets a %s", channel, what);
    }
}
