package dev.slipstream.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Draws line charts with logarithmic axes, one below the other. A constant cost is a horizontal line. */
public final class LineChart {

    private static final int WIDTH = 760;
    private static final int LEFT = 80;
    private static final int RIGHT = 180;
    private static final int HEIGHT = 180;
    private static final int TOP = 40;
    private static final int BOTTOM = 40;
    private static final List<String> COLORS = List.of("#5b3a9d", "#a8a8b0", "#c86414");

    private LineChart() {}

    public static String draw(List<Series> series) {
        Map<String, List<Series>> plots = new LinkedHashMap<>();
        series.forEach(line ->
                plots.computeIfAbsent(line.plot(), plot -> new ArrayList<>()).add(line));
        Svg svg = new Svg(WIDTH, plots.size() * (TOP + HEIGHT + BOTTOM));
        int top = 0;
        for (Map.Entry<String, List<Series>> plot : plots.entrySet()) {
            draw(svg, top + TOP, plot.getKey(), plot.getValue());
            top += TOP + HEIGHT + BOTTOM;
        }
        return svg.toString();
    }

    private static void draw(Svg svg, int top, String title, List<Series> lines) {
        Axis across =
                Axis.over(lines.stream().flatMap(line -> line.sizes().stream()).toList());
        Axis up =
                Axis.over(lines.stream().flatMap(line -> line.costs().stream()).toList());
        svg.words(10, top - 14, "start", title + " (" + lines.get(0).unit() + ")");
        for (double tick : up.ticks()) {
            double y = top + HEIGHT * (1 - up.at(tick));
            svg.line(LEFT, y, WIDTH - RIGHT, y, "#e0e0e0");
            svg.words(LEFT - 6, y + 4, "end", Figures.plain(tick));
        }
        for (double tick : across.ticks()) {
            double x = LEFT + (WIDTH - LEFT - RIGHT) * across.at(tick);
            svg.words(x, top + HEIGHT + 16, "middle", Figures.plain(tick));
        }
        for (int i = 0; i < lines.size(); i++) {
            draw(svg, top, lines.get(i), across, up, COLORS.get(i % COLORS.size()));
        }
    }

    private static void draw(Svg svg, int top, Series line, Axis across, Axis up, String color) {
        double fromX = 0;
        double fromY = 0;
        for (int i = 0; i < line.sizes().size(); i++) {
            double x = LEFT + (WIDTH - LEFT - RIGHT) * across.at(line.sizes().get(i));
            double y = top + HEIGHT * (1 - up.at(line.costs().get(i)));
            svg.dot(x, y, color);
            if (i > 0) {
                svg.line(fromX, fromY, x, y, color);
            }
            fromX = x;
            fromY = y;
        }
        svg.words(fromX + 8, fromY + 4, "start", line.name());
    }

    /** An axis between two powers of ten. */
    private record Axis(int from, int to) {

        static Axis over(List<Double> values) {
            double least = values.stream().mapToDouble(Math::log10).min().orElse(0);
            double most = values.stream().mapToDouble(Math::log10).max().orElse(0);
            int from = (int) Math.floor(least);
            return new Axis(from, Math.max(from + 1, (int) Math.ceil(most)));
        }

        /** The position of a value, from 0 to 1. */
        double at(double value) {
            return (Math.log10(value) - from) / (to - from);
        }

        List<Double> ticks() {
            List<Double> ticks = new ArrayList<>();
            for (int power = from; power <= to; power++) {
                ticks.add(Math.pow(10, power));
            }
            return ticks;
        }
    }
}
