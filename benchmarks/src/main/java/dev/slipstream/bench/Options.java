package dev.slipstream.bench;

import dev.slipstream.bench.suite.Plan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The parsed command line.
 *
 * @param only the names of the suites to run; empty for all
 * @param output the JSON file
 * @param folder the folder for log files, and for the JSON unless {@code --output} is given
 * @param isRecorded whether to write the run into the documentation
 */
record Options(Plan plan, List<String> only, Path output, Path folder, boolean isRecorded) {

    /**
     * Parses the arguments.
     *
     * @throws IllegalArgumentException if an option is unknown or has no value
     */
    static Options of(String... args) {
        if (args.length == 0) {
            throw new IllegalArgumentException("name a plan: quick or full");
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
                default -> throw new IllegalArgumentException("unknown option: " + args[i]);
            }
        }
        if (isRecorded && (!plan.name().equals("full") || !only.isEmpty())) {
            throw new IllegalArgumentException("--record needs a full run of all suites");
        }
        return new Options(plan, List.copyOf(only), output, folder, isRecorded);
    }

    Path page() {
        return Path.of("docs", "performance.md");
    }

    private static String value(String[] args, int at) {
        if (at >= args.length) {
            throw new IllegalArgumentException(args[at - 1] + " needs a value");
        }
        return args[at];
    }
}
