package dev.slipstream.system.simulation;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts how often each fault took effect, and how often each state machine got each input in each state. */
public final class Coverage {

    private final Map<String, Integer> hits = new TreeMap<>();
    private final Map<String, Integer> pairs = new TreeMap<>();

    /** Counts a fault or an occurrence by its name. */
    void hit(Enum<?> what) {
        hits.merge(what.name(), 1, Integer::sum);
    }

    void hit(Enum<?> what, int times) {
        hit(what.name(), times);
    }

    void hit(String what, int times) {
        hits.merge(what, times, Integer::sum);
    }

    /**
     * Adds how often a machine got an input in a state.
     *
     * @param pair the machine, the state and the input, separated by blanks
     */
    void add(String pair, int hits) {
        pairs.merge(pair, hits, Integer::sum);
    }

    /** Adds the counts of another coverage. */
    void add(Coverage other) {
        other.hits.forEach((what, times) -> hits.merge(what, times, Integer::sum));
        other.pairs.forEach((pair, times) -> pairs.merge(pair, times, Integer::sum));
    }

    int times(String what) {
        return hits.getOrDefault(what, 0);
    }

    /** Returns how often each fault, occurrence or event took effect, by name. */
    Map<String, Integer> hits() {
        return Map.copyOf(hits);
    }

    int pair(String machine, String state, String input) {
        return pairs.getOrDefault(machine + " " + state + " " + input, 0);
    }

    /** Returns all pairs of state and input that occurred. */
    List<String> pairs() {
        return List.copyOf(pairs.keySet());
    }
}
