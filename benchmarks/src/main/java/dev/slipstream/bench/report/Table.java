package dev.slipstream.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Formats measures as a table, for a terminal or for Markdown. */
public final class Table {

    private static final List<String> HEAD =
            List.of("measure", "ours", "the other", "ratio", "gate", "goal", "verdict", "goal reached");

    private Table() {}

    /** Aligned columns, one line for each measure. */
    public static String text(List<Measure> measures) {
        List<List<String>> rows = rows(measures);
        List<Integer> widths = new ArrayList<>();
        for (int column = 0; column < HEAD.size(); column++) {
            int at = column;
            widths.add(rows.stream().mapToInt(row -> row.get(at).length()).max().orElse(0));
        }
        return rows.stream().map(row -> line(row, widths)).collect(Collectors.joining("\n", "", "\n"));
    }

    /** A Markdown table. */
    public static String markdown(List<Measure> measures) {
        List<List<String>> rows = new ArrayList<>(rows(measures));
        rows.add(1, HEAD.stream().map(column -> "---").toList());
        return rows.stream()
                .map(row -> "| " + String.join(" | ", row) + " |")
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static List<List<String>> rows(List<Measure> measures) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEAD);
        measures.forEach(measure -> rows.add(row(measure)));
        return rows;
    }

    private static List<String> row(Measure measure) {
        Bound goal = measure.goal();
        Double other = measure.other();
        return List.of(
                measure.name(),
                Figures.with(measure.ours(), measure.unit()),
                other == null ? "" : Figures.with(other, measure.unit()),
                other == null ? "" : Figures.plain(measure.ratio()) + "x",
                measure.gate() == null ? "" : measure.gate().toString(),
                goal == null ? "" : goal.toString(),
                switch (measure.verdict()) {
                    case MET -> "met";
                    case MISSED -> "missed";
                    case NO_GATE -> "";
                },
                goal == null ? "" : String.format(Locale.ROOT, "%.0f %%", 100 * goal.reached(measure.ratio())));
    }

    private static String line(List<String> row, List<Integer> widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            String cell = row.get(column);
            String blanks = " ".repeat(widths.get(column) - cell.length());
            line.append(column == 0 ? cell + blanks : "  " + blanks + cell);
        }
        return line.toString().stripTrailing();
    }
}
