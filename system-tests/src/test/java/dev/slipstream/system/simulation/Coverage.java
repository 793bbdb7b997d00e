package dev.slipstream.system.simulation;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How often what was to happen took effect, and each machine was told each input in each state. */
public final class Coverage {

    private final Map<String, Integer> hits = new TreeMap<>();
    private final Map<String, Integer> pairs = new TreeMap<>();

    /** Something took effect: it counts by its name. */
    void hit(Enum<?> what) {
        hits.merge(what.name(), 1, Integer::sum);
    }

    void hit(Enum<?> what, int times) {
        hits.merge(what.name(), times, Integer::sum);
    }

    /** Adds how often a machine was told an input in a state. */
    void add(String pair, int hits) {
        pairs.merge(pair, hits, Integer::sum);
    }

    /** Adds what was counted elsewhere. */
    void add(Coverage other) {
        other.hits.forEach((what, times) -> hits.merge(what, times, Integer::sum));
        other.pairs.forEach((pair, times) -> pairs.merge(pair, times, Integer::sum));
    }

    int times(String what) {
        return hits.getOrDefault(what, 0);
    }

    int pair(String machine, String state, String input) {
        return pairs.getOrDefault(machine + " " + state + " " + input, 0);
    }

    /** Which pairs were hit, whatever a table says of them. */
    List<String> pairs() {
        return List.copyOf(pairs.keySet());
    }
}
