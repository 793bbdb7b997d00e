package dev.slipstream.system.fuzz;

import dev.slipstream.system.trust.TrustLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs Jazzer on each target, one JVM after the other, and prints how many inputs Jazzer tried.
 *
 * <p>Arguments: the seconds for each target, a folder for findings and learned inputs, and optionally the names of
 * targets. {@code mvn -Ptrust} runs this program. If an input fails, the exit code is 1, and the folder contains the
 * input: fix the bug, and add the input to the seeds.
 */
public final class Fuzzing {

    private static final Pattern TRIED = Pattern.compile("stat::number_of_executed_units: (\\d+)");
    private static final Pattern COVERED = Pattern.compile("cov: (\\d+)");

    private Fuzzing() {}

    private record Result(Targets target, long tried, int covered, int exit) {}

    public static void main(String[] arguments) throws Exception {
        int seconds = Integer.parseInt(arguments[0]);
        Path folder = Path.of(arguments[1]);
        List<Targets> targets = arguments.length > 2
                ? Arrays.stream(arguments).skip(2).map(Targets::valueOf).toList()
                : List.of(Targets.values());
        List<Result> results = new ArrayList<>();
        for (Targets target : targets) {
            int left = (targets.size() - results.size()) * seconds;
            System.out.printf("%d of %d targets fuzzed, %d s left%n", results.size(), targets.size(), left);
            results.add(fuzz(target, seconds, folder));
        }
        List<String> table =
                new ArrayList<>(List.of("| fuzzed | inputs tried | edges covered | found |", "|---|---|---|---|"));
        for (Result result : results) {
            table.add("| %s | %,d | %,d | %s |"
                    .formatted(
                            result.target().title(),
                            result.tried(),
                            result.covered(),
                            result.exit() == 0 ? "nothing" : "something, see " + folder));
        }
        table.forEach(System.out::println);
        Files.write(folder.resolve("fuzz.md"), table);
        for (Result result : results) {
            TrustLine.write(result.target().line(), result.tried(), result.exit() == 0 ? "" : "something was found");
        }
        System.exit(results.stream().allMatch(result -> result.exit() == 0) ? 0 : 1);
    }

    private static Result fuzz(Targets target, int seconds, Path folder) throws IOException, InterruptedException {
        Path learned = Files.createDirectories(folder.resolve(target.name()));
        Process jazzer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "com.code_intelligence.jazzer.Jazzer",
                        "--target_class=" + Fuzzed.class.getName(),
                        "--target_args=" + target.name(),
                        "--instrumentation_includes=dev.slipstream.core.**:dev.slipstream.serializer.**:dev.slipstream.transport.**:tools.jackson.core.**",
                        "--reproducer_path=" + folder,
                        "-artifact_prefix=" + folder + "/" + target.name() + "-",
                        "-dict=" + target.dictionary(),
                        "-max_total_time=" + seconds,
                        "-max_len=4096",
                        "-rss_limit_mb=0",
                        "-print_final_stats=1",
                        learned.toString(),
                        target.folder().toString())
                .redirectErrorStream(true)
                .start();
        long tried = 0;
        int covered = 0;
        try (BufferedReader lines = jazzer.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("INFO: Instrumented")) {
                    System.out.println(target + " " + line);
                }
                tried = Math.max(tried, number(TRIED, line));
                covered = Math.max(covered, (int) number(COVERED, line));
            }
        }
        return new Result(target, tried, covered, jazzer.waitFor());
    }

    private static long number(Pattern pattern, String line) {
        Matcher matcher = pattern.matcher(line);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }
}
