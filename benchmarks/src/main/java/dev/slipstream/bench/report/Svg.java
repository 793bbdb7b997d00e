package dev.slipstream.bench.report;

import java.util.Locale;

/** Builds an SVG drawing. */
final class Svg {

    private static final String FONT = "font-family=\"sans-serif\" font-size=\"12\"";

    private final StringBuilder text = new StringBuilder();

    Svg(int width, int height) {
        text.append(format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" %s>%n",
                width, height, width, height, FONT));
        text.append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
    }

    void rect(double x, double y, double width, double height, String color) {
        text.append(format(
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>%n",
                x, y, width, height, color));
    }

    void line(double x, double y, double toX, double toY, String color) {
        text.append(format(
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>%n", x, y, toX, toY, color));
    }

    void dot(double x, double y, String color) {
        text.append(format("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>%n", x, y, color));
    }

    /**
     * Draws a text.
     *
     * @param anchor {@code start}, {@code middle} or {@code end}
     */
    void words(double x, double y, String anchor, String words) {
        text.append(format("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, escaped(words)));
    }

    @Override
    public String toString() {
        return text + "</svg>\n";
    }

    private static String escaped(String words) {
        return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern.replace("%n", "\n"), values);
    }
}
