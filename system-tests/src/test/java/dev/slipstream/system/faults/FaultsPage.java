package dev.slipstream.system.faults;

import dev.slipstream.system.layout.Page;
import dev.slipstream.system.layout.ProjectLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The rows of {@code docs/proofs/faults.md}, by id. */
record FaultsPage(Map<String, Row> rows) {

    private static final Pattern ROW = Pattern.compile("\\| (F\\d{2,3}) \\| (.+) \\| (.+) \\| (.*) \\| (.+) \\|");
    private static final Pattern KIND = Pattern.compile("`((?:ConnectFailed|Failed|Closed|Requested)[^`]*)`");

    /**
     * One row.
     *
     * @param kinds the disconnect reasons that the client reports
     * @param by the deadline of the report
     * @param shown the tests that cover the fault
     */
    record Row(Set<String> kinds, Deadline by, List<String> shown) {}

    /** Reads the page of this project. */
    static FaultsPage read() throws IOException {
        return read(ProjectLayout.ofThisBuild().page(Page.FAULTS));
    }

    private static FaultsPage read(Path page) throws IOException {
        Map<String, Row> rows = new TreeMap<>();
        for (String line : Files.readAllLines(page)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                Set<String> kinds = KIND.matcher(row.group(3))
                        .results()
                        .map(FaultsPage::kind)
                        .collect(Collectors.toCollection(TreeSet::new));
                Row fault = new Row(
                        kinds, Deadline.of(row.group(4)), List.of(row.group(5).split(", ")));
                Row earlier = rows.put(row.group(1), fault);
                if (earlier != null) {
                    throw new IllegalArgumentException("duplicate row: " + row.group(1));
                }
            }
        }
        return new FaultsPage(rows);
    }

    private static String kind(MatchResult found) {
        return found.group(1);
    }

    /** The row of a fault, given a name that starts with its id. */
    Row of(String name) {
        Row row = rows.get(name.substring(0, 3).toUpperCase(Locale.ROOT));
        if (row == null) {
            throw new IllegalArgumentException("the page has no row for " + name);
        }
        return row;
    }

    /** The ids of the rows with this entry in the "shown" column. */
    Set<String> shown(String where) {
        return rows.entrySet().stream()
                .filter(row -> row.getValue().shown().contains(where))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
