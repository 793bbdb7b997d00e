package dev.slipstream.system.simulation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The inputs that a state machine can get in each of its states. Each pair of an input and a state has a mark. A pair
 * marked {@code x} occurs in every long run. A pair marked {@code o} occurs only by a rare coincidence. A pair marked
 * with a dot cannot occur.
 *
 * <p>The tables are read from {@code reachable-pairs.txt}. A line that starts with {@code #} is a comment.
 */
final class StateTable {

    private final String machine;
    private final List<String> states;
    private final Map<String, List<String>> rows = new LinkedHashMap<>();

    private StateTable(String machine, List<String> states) {
        this.machine = machine;
        this.states = states;
    }

    /** Reads the tables of all machines. */
    static List<StateTable> read() throws IOException {
        List<StateTable> tables = new ArrayList<>();
        try (InputStream in = StateTable.class.getResourceAsStream("/simulation/reachable-pairs.txt")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.lines().toList()) {
                List<String> words = Arrays.asList(line.strip().split("\\s+"));
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                if (words.get(0).endsWith("Machine")) {
                    tables.add(new StateTable(words.get(0), words.subList(1, words.size())));
                } else {
                    tables.getLast().rows.put(words.get(0), words.subList(1, words.size()));
                }
            }
        }
        return tables;
    }

    /** Returns the pairs for which the table and the counts disagree. */
    List<String> differences(Coverage coverage) {
        List<String> differences = new ArrayList<>();
        rows.forEach((input, marks) -> {
            for (int i = 0; i < states.size(); i++) {
                String mark = marks.get(i);
                int hits = coverage.pair(machine, states.get(i), input);
                if (mark.equals("x") && hits == 0) {
                    differences.add(input + " in " + states.get(i) + " of " + machine
                            + " is marked reachable, but did not occur");
                } else if (mark.equals(".") && hits > 0) {
                    differences.add(
                            input + " in " + states.get(i) + " of " + machine + " is marked unreachable, but occurred");
                }
            }
        });
        coverage.pairs().stream()
                .filter(pair -> pair.startsWith(machine + " "))
                .filter(pair -> !rows.containsKey(pair.split(" ")[2]))
                .forEach(pair -> differences.add(pair + " is not in the table"));
        return differences;
    }

    /** Returns the table with counts instead of marks. */
    String filled(Coverage coverage) {
        StringBuilder text = new StringBuilder("%-20s".formatted(machine));
        states.forEach(state -> text.append("%11s".formatted(state)));
        rows.forEach((input, marks) -> {
            text.append("%n%-20s".formatted(input));
            for (int i = 0; i < states.size(); i++) {
                int hits = coverage.pair(machine, states.get(i), input);
                text.append("%11s".formatted(hits > 0 || !marks.get(i).equals(".") ? hits : "."));
            }
        });
        return text.append(System.lineSeparator()).toString();
    }
}
