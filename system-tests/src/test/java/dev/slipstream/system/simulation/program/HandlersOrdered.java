package dev.slipstream.system.simulation.program;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.system.simulation.ProgramEvent;
import dev.slipstream.system.simulation.ProgramInvariant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * For each event, the library calls all open handlers of one list in the order of their registration, even if some of
 * them throw. It skips a handler that an earlier handler closed. After an error that ends the client, it calls no
 * further handler.
 */
final class HandlersOrdered implements ProgramInvariant {

    private final Map<ProgramEvent.HandlerList, List<Integer>> lists = new LinkedHashMap<>();
    private final Map<Integer, ProgramEvent.HandlerList> listOf = new LinkedHashMap<>();
    private final Set<Integer> closed = new HashSet<>();

    /** The list whose handlers are being called; null between two events. */
    private ProgramEvent.@Nullable HandlerList calling;

    /** The handlers of the list {@link #calling} that are not called yet. */
    private List<Integer> left = List.of();

    @Override
    public void on(ProgramEvent event) {
        switch (event) {
            case ProgramEvent.Registered(var handler, var list) -> {
                lists.computeIfAbsent(list, none -> new ArrayList<>()).add(handler);
                listOf.put(handler, list);
            }
            case ProgramEvent.RegistrationClosed(var handler) -> {
                closed.add(handler);
                lists.getOrDefault(listOf.get(handler), new ArrayList<>()).remove((Integer) handler);
            }
            case ProgramEvent.HandlerStarted(var handler, var isJoined) -> started(handler);
            case ProgramEvent.HandlerBroke broke -> {
                left = List.of();
                calling = null;
            }
            case ProgramEvent.MessageSeen seen -> finished();
            case ProgramEvent.JoinSeen seen -> finished();
            case ProgramEvent.ConnectionEndSeen seen -> finished();
            case ProgramEvent.PhaseBegan(var phase) -> {
                if (phase == ProgramEvent.Phase.ENDED) {
                    finished();
                }
            }
            default -> {}
        }
    }

    private void started(int handler) {
        ProgramEvent.HandlerList list = Objects.requireNonNull(listOf.get(handler));
        if (!list.equals(calling) || !left.contains(handler)) {
            finished();
            calling = list;
            left = List.copyOf(lists.getOrDefault(list, List.of()));
        }
        int place = left.indexOf(handler);
        holds(place >= 0, "handler %s of %s is called, but is not open; open are %s", handler, list, left);
        for (int skipped : left.subList(0, place)) {
            holds(closed.contains(skipped), "handler %s of %s is called before handler %s", handler, list, skipped);
        }
        left = List.copyOf(left.subList(place + 1, left.size()));
    }

    /** Checks that the last event called all its open handlers. */
    private void finished() {
        for (int missed : left) {
            holds(closed.contains(missed), "handler %s of %s was not called", missed, calling);
        }
        left = List.of();
        calling = null;
    }
}
