package dev.slipstream.micrometer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One chart of time series. {@link #svg} draws several charts as one SVG picture, with two charts in each row.
 *
 * @param title the name of the values, with their unit
 * @param lines the series, each with one value for each second
 */
record Chart(String title, List<Series> lines) {

    private static final int WIDTH = 440;
    private static final int HEIGHT = 190;
    private static final int LEFT = 44;
    private static final int TOP = 34;
    private static final int PLOT_WIDTH = 380;
    private static final int PLOT_HEIGHT = 110;
    private static final List<String> COLORS = List.of("#2f7ed8", "#d9822b", "#c23b3b");

    /** A series with its name. */
    record Series(String name, List<Double> values) {

        Series(String name) {
            this(name, new ArrayList<>());
        }
    }

    /** Draws these charts. */
    static String svg(List<Chart> charts) {
        int rows = Math.ceilDiv(charts.size(), 2);
        StringBuilder svg = new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
                .formatted(2 * WIDTH, rows * HEIGHT));
        svg.append(" font-family=\"sans-serif\" font-size=\"11\">\n");
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
        for (int i = 0; i < charts.size(); i++) {
            svg.append("<g transform=\"translate(%d,%d)\">\n".formatted(i % 2 * WIDTH, i / 2 * HEIGHT));
            charts.get(i).draw(svg);
            svg.append("</g>\n");
        }
        return svg.append("</svg>\n").toString();
    }

    private void draw(StringBuilder svg) {
        double highest = Math.max(
                1,
                lines.stream()
                        .flatMap(line -> line.values().stream())
                        .mapToDouble(value -> value)
                        .max()
                        .orElse(1));
        int seconds = lines.getFirst().values().size();
        text(svg, LEFT, 18, "font-weight=\"bold\"", title);
        for (int part = 0; part <= 2; part++) {
            int y = TOP + PLOT_HEIGHT - part * PLOT_HEIGHT / 2;
            svg.append("<path d=\"M%d %dh%d\" stroke=\"#dddddd\"/>\n".formatted(LEFT, y, PLOT_WIDTH));
            text(svg, LEFT - 6, y + 4, "text-anchor=\"end\"", number(highest * part / 2));
        }
        for (int second = 0; second <= seconds; second += 30) {
            int x = LEFT + second * PLOT_WIDTH / seconds;
            text(svg, x, TOP + PLOT_HEIGHT + 15, "text-anchor=\"middle\"", second + " s");
        }
        int legend = LEFT;
        for (int i = 0; i < lines.size(); i++) {
            Series line = lines.get(i);
            StringBuilder points = new StringBuilder();
            for (int second = 0; second < seconds; second++) {
                points.append(number(LEFT + (double) second * PLOT_WIDTH / seconds))
                        .append(',')
                        .append(number(TOP + PLOT_HEIGHT * (1 - line.values().get(second) / highest)))
                        .append(' ');
            }
            svg.append("<polyline fill=\"none\" stroke-width=\"1.6\" stroke=\"%s\" points=\"%s\"/>\n"
                    .formatted(COLORS.get(i), points.toString().strip()));
            text(svg, legend, HEIGHT - 12, "fill=\"" + COLORS.get(i) + "\"", line.name());
            legend += 14 + 7 * line.name().length();
        }
    }

    private static void text(StringBuilder svg, int x, int y, String style, String words) {
        svg.append("<text x=\"%d\" y=\"%d\" %s>%s</text>\n".formatted(x, y, style, words));
    }

    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
