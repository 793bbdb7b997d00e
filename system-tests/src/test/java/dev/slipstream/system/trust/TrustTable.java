package dev.slipstream.system.trust;

import dev.slipstream.system.layout.Page;
import dev.slipstream.system.layout.ProjectLayout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Collects the results of a long run in a table. This program runs at the end of {@code mvn verify -Ptrust}, even if
 * checks failed. It fails the build if a line has a shortfall: a text about failures, or about checks that did not run.
 */
public final class TrustTable {

    private final List<TrustLine> lines;

    TrustTable(List<TrustLine> lines) {
        this.lines = List.copyOf(lines);
    }

    /**
     * Writes the page {@link Page#TRUST}. Arguments: the folder of one module, its build folder, the start of the
     * build, whether tests were skipped, and whether fuzzing was requested.
     */
    public static void main(String[] arguments) throws Exception {
        Path module = Path.of(arguments[0]);
        Path build = module.relativize(Path.of(arguments[1]));
        Instant begun = Instant.parse(arguments[2]);
        ProjectLayout project = ProjectLayout.around(module);
        BuildReports reports = new BuildReports(project, build, begun);
        RequiredLines required = RequiredLines.of(
                reports.modules(), !Boolean.parseBoolean(arguments[3]), Boolean.parseBoolean(arguments[4]));
        TrustTable table = new TrustTable(required.complete(collect(reports)));
        System.out.print(table.markdown());
        Path page = project.page(Page.TRUST);
        Files.writeString(page, table.page(command(), commit(module), begun));
        System.out.println("The table is in " + page.getFileName() + ".");
        System.exit(table.fallsShort() ? 1 : 0);
    }

    /** Returns the lines that the modules wrote, and the lines for tests, mutants and SpotBugs. */
    static List<TrustLine> collect(BuildReports reports) throws Exception {
        List<TrustLine> lines = new ArrayList<>(TestReports.lines(reports));
        for (Path module : reports.modules()) {
            for (Path file : reports.files(module, "trust", ".*\\.txt")) {
                lines.addAll(TrustLine.read(file));
            }
        }
        lines.addAll(MutantReports.lines(reports));
        lines.addAll(SpotBugsReports.lines(reports));
        return lines;
    }

    boolean fallsShort() {
        return lines.stream().anyMatch(line -> !line.shortfall().isEmpty());
    }

    /** Returns the table in Markdown. */
    String markdown() {
        return lines.stream()
                .map(line -> String.format(
                        Locale.ROOT,
                        "| %s | %,d | %s |%n",
                        line.what(),
                        line.times(),
                        line.shortfall().isEmpty() ? "nothing" : line.shortfall()))
                .collect(Collectors.joining("", "| check | count | shortfall |\n|---|---|---|\n", ""));
    }

    /** Returns the page with the table. */
    String page(String command, String commit, Instant when) {
        return """
                # Trust

                This page lists what the last long run checked, how often, and what failed. `%s` wrote this
                page at its end. The tests of a normal build are on the page of [promises](../promises.md).

                Commit %s, %s, JDK %s, %s on %s, %d processors.

                %s""".formatted(
                        command,
                        commit,
                        when.truncatedTo(ChronoUnit.MINUTES),
                        Runtime.version(),
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        Runtime.getRuntime().availableProcessors(),
                        markdown());
    }

    /** Returns the command of the build, which Maven's launcher passes to its child processes. */
    private static String command() {
        return "mvn "
                + Optional.ofNullable(System.getenv("MAVEN_CMD_LINE_ARGS"))
                        .orElse("")
                        .strip();
    }

    private static String commit(Path folder) throws IOException, InterruptedException {
        String head = git(folder, "rev-parse", "--short=12", "HEAD");
        return git(folder, "status", "--porcelain", "--", ":/", ":/!" + Page.TRUST.path())
                        .isEmpty()
                ? head
                : head + " with local changes";
    }

    private static String git(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return process.waitFor() == 0 ? output : "unknown";
    }
}
