package dev.slipstream.system.simulation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The faults listed in {@code faults.txt}, each with the tests that cover it.
 *
 * @param all the faults in the order of their ids
 */
record ListedFaults(List<Listed> all) {

    /** A test that covers a fault. */
    sealed interface Evidence {

        /** The simulation covers the fault. The counts of all causes add up to the count of the fault. */
        record Simulated(List<String> causes) implements Evidence {}

        /** The transport contract covers the fault, by the rules that have its id as a JUnit tag. */
        record Contract() implements Evidence {}

        /** A test method covers the fault. */
        record Test(String type, String method) implements Evidence {}
    }

    /** One fault. */
    record Listed(String id, String what, List<Evidence> evidence) {

        /** Returns the names of the enum constants that cause this fault in the simulation. */
        List<String> causes() {
            return evidence.stream()
                    .filter(Evidence.Simulated.class::isInstance)
                    .map(Evidence.Simulated.class::cast)
                    .flatMap(simulated -> simulated.causes().stream())
                    .toList();
        }

        boolean isSimulated() {
            return !causes().isEmpty();
        }

        int times(Coverage coverage) {
            return causes().stream().mapToInt(coverage::times).sum();
        }
    }

    static ListedFaults read() throws IOException {
        try (InputStream in = ListedFaults.class.getResourceAsStream("/simulation/faults.txt")) {
            return new ListedFaults(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(ListedFaults::listed)
                    .toList());
        }
    }

    private static Listed listed(String line) {
        List<String> parts = Arrays.stream(line.split("\\|")).map(String::strip).toList();
        List<Evidence> evidence = new ArrayList<>();
        for (String part : parts.subList(2, parts.size())) {
            List<String> words = Arrays.asList(part.split("\\s+"));
            switch (words.get(0)) {
                case "simulated" -> evidence.add(new Evidence.Simulated(words.subList(1, words.size())));
                case "contract" -> evidence.add(new Evidence.Contract());
                case "test" -> {
                    String[] test = words.get(1).split("\\.");
                    evidence.add(new Evidence.Test(test[0], test[1]));
                }
                default -> throw new IllegalArgumentException("expected simulated, contract or test, but was " + part);
            }
        }
        return new Listed(parts.get(0), parts.get(1), evidence);
    }

    /** Returns the simulated faults and how often each took effect, one per line. */
    String table(Coverage coverage) {
        StringBuilder text = new StringBuilder();
        for (Listed fault : all) {
            if (fault.isSimulated()) {
                text.append("  %-5s%9d  %s%n".formatted(fault.id(), fault.times(coverage), fault.what()));
            }
        }
        return text.toString();
    }

    /** Returns the listed test methods, each as {@code Class.method}. */
    List<String> tests() {
        return all.stream()
                .flatMap(fault -> fault.evidence().stream())
                .filter(Evidence.Test.class::isInstance)
                .map(Evidence.Test.class::cast)
                .map(test -> test.type() + "." + test.method())
                .distinct()
                .toList();
    }

    /** Returns how often all simulated faults took effect in total. */
    long times(Coverage coverage) {
        return all.stream().mapToLong(fault -> fault.times(coverage)).sum();
    }

    /**
     * Returns the causes that took effect fewer than {@code times} times. A rare cause is returned even if another
     * cause of the same fault is frequent.
     */
    List<String> rarerThan(int times, Coverage coverage) {
        return all.stream()
                .flatMap(fault -> fault.causes().stream()
                        .filter(cause -> coverage.times(cause) < times)
                        .map(cause -> fault.id() + ": " + cause + " took effect " + coverage.times(cause) + " times"))
                .toList();
    }
}
