package dev.slipstream.bench.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Draws bar charts, one below the other. Shorter bars are better. This library's bars have their own color. */
public final class BarChart {

    private static final int WIDTH = 760;
    private static final int NAMES = 240;
    private static final int FIGURES = 90;
    private static final int ROW = 20;
    private static final int GAP = 44;

    private BarChart() {}

    public static String draw(List<Bar> bars) {
        Map<String, List<Bar>> plots = new LinkedHashMap<>();
        bars.forEach(bar -> plots.computeIfAbsent(bar.plot(), plot -> new java.util.ArrayList<>())
                .add(bar));
        Svg svg = new Svg(WIDTH, plots.size() * GAP + bars.size() * ROW + ROW);
        double y = 0;
        for (Map.Entry<String, List<Bar>> plot : plots.entrySet()) {
            y += GAP;
            svg.words(
                    10,
                    y - 14,
                    "start",
                    plot.getKey() + " (" + plot.getValue().get(0).unit() + ")");
            double largest =
                    plot.getValue().stream().mapToDouble(Bar::value).max().orElse(1);
            for (Bar bar : plot.getValue()) {
                double length = Math.max(1, (WIDTH - NAMES - FIGURES) * bar.value() / largest);
                svg.words(NAMES - 8, y + 14, "end", bar.name());
                svg.rect(NAMES, y + 3, length, ROW - 6, bar.name().startsWith("Slipstream") ? "#5b3a9d" : "#a8a8b0");
                svg.words(NAMES + length + 6, y + 14, "start", Figures.plain(bar.value()));
                y += ROW;
            }
        }
        return svg.toString();
    }
}
