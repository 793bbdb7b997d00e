package dev.slipstream.system.simulation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The list of faults and where each of them is shown: {@code faults.txt}.
 *
 * @param all in the order of their ids
 */
record ListedFaults(List<Listed> all) {

    /** Where a fault is shown. */
    sealed interface Evidence {

        /** In the simulation: it took effect as often as what bears these names did. */
        record Simulated(List<String> causes) implements Evidence {}

        /** On sockets: by the rules of the transports' contract that bear its id. */
        record Contract() implements Evidence {}

        /** By a test, named by its class and its method. */
        record Test(String type, String method) implements Evidence {}
    }

    /** One of them. */
    record Listed(String id, String what, List<Evidence> places) {

        /** Whatever brings it about in the simulation. */
        List<String> causes() {
            return places.stream()
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
        List<Evidence> places = new ArrayList<>();
        for (String place : parts.subList(2, parts.size())) {
            List<String> words = Arrays.asList(place.split("\\s+"));
            switch (words.get(0)) {
                case "simulated" -> places.add(new Evidence.Simulated(words.subList(1, words.size())));
                case "contract" -> places.add(new Evidence.Contract());
                case "test" -> {
                    String[] test = words.get(1).split("\\.");
                    places.add(new Evidence.Test(test[0], test[1]));
                }
                default -> throw new IllegalArgumentException("a fault is simulated, contract or test, not " + place);
            }
        }
        return new Listed(parts.get(0), parts.get(1), places);
    }

    /** The simulated ones with how often they took effect, one a line. */
    String table(Coverage coverage) {
        StringBuilder text = new StringBuilder();
        for (Listed fault : all) {
            if (fault.isSimulated()) {
                text.append("  %-5s%9d  %s%n".formatted(fault.id(), fault.times(coverage), fault.what()));
            }
        }
        return text.toString();
    }

    /** The tests that are named, as class and method. */
    List<String> tests() {
        return all.stream()
                .flatMap(fault -> fault.places().stream())
                .filter(Evidence.Test.class::isInstance)
                .map(Evidence.Test.class::cast)
                .map(test -> test.type() + "." + test.method())
                .distinct()
                .toList();
    }

    /** How often the simulated ones took effect, all in all. */
    long times(Coverage coverage) {
        return all.stream().mapToLong(fault -> fault.times(coverage)).sum();
    }

    /** The causes that took effect less often than this: each by itself, for another of the same fault makes up for none. */
    List<String> rarerThan(int times, Coverage coverage) {
        return all.stream()
                .flatMap(fault -> fault.causes().stream()
                        .filter(cause -> coverage.times(cause) < times)
                        .map(cause -> fault.id() + ": " + cause + " took effect " + coverage.times(cause) + " times"))
                .toList();
    }
}
