package dev.slipstream.bench;

import dev.slipstream.bench.suite.Plan;
import dev.slipstream.bench.suite.Suite;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The parsed command line.
 *
 * @param only the names of the suites to run; empty for all
 * @param output the JSON file
 * @param folder the folder for log files, and for the JSON unless {@code --output} is given
 * @param uri the user's own server; null for the server of the benchmarks
 * @param isRecorded whether to write the run into the documentation
 */
record Options(
        Plan plan,
        List<String> only,
        Path output,
        Path folder,
        @Nullable URI uri,
        boolean isRecorded) {

    /**
     * Parses the arguments.
     *
     * @throws IllegalArgumentException if an option is unknown, has no value, or does not suit the others
     */
    static Options of(String... args) {
        if (args.length == 0) {
            throw new IllegalArgumentException("name a plan: quick or full");
        }
        Path folder = Path.of("benchmarks", "target", "runs").toAbsolutePath();
        Plan plan = Plan.of(args[0]);
        List<String> only = new ArrayList<>();
        Path output = folder.resolve(plan.name() + ".json");
        URI uri = null;
        boolean isRecorded = false;
        for (int i = 1; i < args.length; i++) {
            switch (args[i]) {
                case "--record" -> isRecorded = true;
                case "--only" -> only.add(value(args, ++i));
                case "--output" -> output = Path.of(value(args, ++i));
                case "--uri" -> uri = server(value(args, ++i));
                default -> throw new IllegalArgumentException("unknown option: " + args[i]);
            }
        }
        if (isRecorded && (!plan.isFull() || !only.isEmpty() || uri != null)) {
            throw new IllegalArgumentException(
                    "--record needs a full run of all suites with the benchmarks' own server");
        }
        Options options = new Options(plan, List.copyOf(only), output, folder, uri, isRecorded);
        for (String name : only) {
            if (Suite.all().stream().noneMatch(suite -> suite.name().equals(name) && options.isPossible(suite))) {
                throw new IllegalArgumentException("no suite " + name + " here; possible: "
                        + Suite.all().stream()
                                .filter(options::isPossible)
                                .map(Suite::name)
                                .collect(Collectors.joining(", ")));
            }
        }
        return options;
    }

    /** The suites to run, in order. */
    List<Suite> suites() {
        return Suite.all().stream()
                .filter(this::isPossible)
                .filter(suite -> only.isEmpty() || only.contains(suite.name()))
                .toList();
    }

    private boolean isPossible(Suite suite) {
        return uri == null || suite.takesUserServer();
    }

    /** Checks the URI of the user's server. It has no query, because not all clients could send it. */
    private static URI server(String text) {
        URI uri = URI.create(text);
        boolean isWebSocket = "ws".equals(uri.getScheme()) || "wss".equals(uri.getScheme());
        if (!isWebSocket || uri.getRawQuery() != null || !uri.getPath().endsWith("/websocket")) {
            throw new IllegalArgumentException(
                    "--uri needs a URI such as ws://localhost:4000/socket/websocket, with the"
                            + " scheme ws or wss, a path that ends in /websocket, and no query");
        }
        return uri;
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
