package dev.slipstream.bench;

import dev.slipstream.bench.suite.Plan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What was asked for on the command line.
 *
 * @param only names of suites; empty for all
 * @param folder for logs, and the JSON unless it is to go elsewhere
 * @param isRecorded whether the page is written anew
 */
record Options(Plan plan, List<String> only, Path output, Path folder, boolean isRecorded) {

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException if one is unknown, or has no value
     */
    static Options of(String... args) {
        if (args.length == 0) {
            throw new IllegalArgumentException("quick or full");
        }
        Path folder = Path.of("benchmarks", "target", "runs").toAbsolutePath();
        Plan plan = Plan.of(args[0]);
        List<String> only = new ArrayList<>();
        Path output = folder.resolve(plan.name() + ".json");
        boolean isRecorded = false;
        for (int i = 1; i < args.length; i++) {
            switch (args[i]) {
                case "--record" -> isRecorded = true;
                case "--only" -> only.add(value(args, ++i));
                case "--output" -> output = Path.of(value(args, ++i));
                default -> throw new IllegalArgumentException("not an option: " + args[i]);
            }
        }
        if (isRecorded && (!plan.name().equals("full") || !only.isEmpty())) {
            throw new IllegalArgumentException("only a whole run of full is recorded");
        }
        return new Options(plan, List.copyOf(only), output, folder, isRecorded);
    }

    Path page() {
        return Path.of("docs", "performance.md");
    }

    private static String value(String[] args, int at) {
        if (at >= args.length) {
            throw new IllegalArgumentException(args[at - 1] + " wants a value");
        }
        return args[at];
    }
}
