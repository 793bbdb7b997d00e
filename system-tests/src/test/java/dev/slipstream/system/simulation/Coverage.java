package dev.slipstream.system.simulation;

import dev.slipstream.testkit.simulation.Fault;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How often each fault took effect, and each machine was told each input in each state. */
public final class Coverage {

    private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
    private final Map<Trouble, Integer> troubles = new EnumMap<>(Trouble.class);
    private final Map<String, Integer> pairs = new TreeMap<>();

    void hit(Fault fault) {
        faults.merge(fault, 1, Integer::sum);
    }

    void hit(Trouble trouble) {
        troubles.merge(trouble, 1, Integer::sum);
    }

    /** Adds how often a machine was told an input in a state. */
    void add(String pair, int hits) {
        pairs.merge(pair, hits, Integer::sum);
    }

    int pair(String machine, String state, String input) {
        return pairs.getOrDefault(machine + " " + state + " " + input, 0);
    }

    /** The faults and troubles that never took effect. */
    List<String> unhit() {
        List<String> never = new ArrayList<>();
        for (Fault fault : Fault.values()) {
            if (!faults.containsKey(fault)) {
                never.add(fault.name());
            }
        }
        for (Trouble trouble : Trouble.values()) {
            if (!troubles.containsKey(trouble)) {
                never.add(trouble.name());
            }
        }
        return never;
    }

    /** Which pairs were hit, whatever a table says of them. */
    List<String> pairs() {
        return List.copyOf(pairs.keySet());
    }

    /** Faults and troubles with their counts, one a line. */
    String faultTable() {
        StringBuilder text = new StringBuilder();
        for (Fault fault : Fault.values()) {
            text.append("  %-24s %8d%n".formatted(fault, faults.getOrDefault(fault, 0)));
        }
        for (Trouble trouble : Trouble.values()) {
            text.append("  %-24s %8d%n".formatted(trouble, troubles.getOrDefault(trouble, 0)));
        }
        return text.toString();
    }
}
