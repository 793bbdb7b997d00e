package dev.slipstream.bench.report;

import java.util.Locale;

/** Formats numbers for readers. */
public final class Figures {

    private Figures() {}

    /** Formats a number without decimals if it is whole or at least 100. Other numbers get one to three decimals. */
    public static String plain(double value) {
        double size = Math.abs(value);
        if (size >= 100 || value == Math.rint(value)) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, size >= 10 ? "%.1f" : size >= 0.1 ? "%.2f" : "%.3f", value);
    }

    /** Formats a number with its unit. */
    public static String with(double value, String unit) {
        return unit.isEmpty() ? plain(value) : plain(value) + " " + unit;
    }
}
