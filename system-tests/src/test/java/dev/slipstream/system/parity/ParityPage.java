package dev.slipstream.system.parity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The rows of a page on which each row names tests, such as {@code docs/proofs/parity.md}.
 *
 * @param meaningless the ids of rows that have no counterpart in this library; the page gives a reason for each
 */
public record ParityPage(List<Row> rows, List<String> meaningless) {

    private static final Pattern ROW = Pattern.compile("\\| ([A-Z]\\d+) \\| (.+) \\| (.+) \\|");
    private static final Pattern MEANINGLESS = Pattern.compile("\\| ([A-Z]\\d+) \\| ([^|]+) \\|");
    private static final Pattern SHOWN = Pattern.compile("`([^`]+)`");
    private static final String NOT_YET = "*not yet*";

    /**
     * One row of the page, such as an ability or a known defect.
     *
     * @param shownBy the named tests; empty if the page says {@code not yet}
     */
    public record Row(String id, String here, List<String> shownBy) {}

    /** Reads a page. */
    public static ParityPage read(Path page) throws IOException {
        List<Row> rows = new ArrayList<>();
        List<String> meaningless = new ArrayList<>();
        for (String line : Files.readAllLines(page)) {
            Matcher row = ROW.matcher(line);
            Matcher without = MEANINGLESS.matcher(line);
            if (without.matches()) {
                meaningless.add(without.group(1));
            }
            if (row.matches()) {
                List<String> tests = SHOWN.matcher(row.group(3))
                        .results()
                        .map(found -> found.group(1))
                        .toList();
                if (tests.isEmpty() && !row.group(3).equals(NOT_YET)) {
                    throw new IllegalArgumentException("row without a test and without " + NOT_YET + ": " + line);
                }
                rows.add(new Row(row.group(1), row.group(2), tests));
            }
        }
        return new ParityPage(rows, meaningless);
    }

    /** The ids with this prefix, in order and with repetitions. */
    public List<String> ids(String prefix) {
        return Stream.concat(rows.stream().map(Row::id), meaningless.stream())
                .filter(id -> id.startsWith(prefix))
                .sorted()
                .toList();
    }
}
