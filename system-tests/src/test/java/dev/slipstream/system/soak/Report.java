package dev.slipstream.system.soak;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a program of its own JVM tells the test that started it: lines of a name and a value. */
final class Report {

    private static final String MARK = "SOAK ";

    private final Map<String, String> values = new LinkedHashMap<>();

    private Report() {}

    /** Tells one thing, on the standard output. */
    static void tell(String name, Object value) {
        System.out.println(MARK + name + "=" + value);
    }

    static Report of(Iterable<String> output) {
        Report report = new Report();
        for (String line : output) {
            if (line.startsWith(MARK)) {
                int sign = line.indexOf('=');
                report.values.put(line.substring(MARK.length(), sign), line.substring(sign + 1));
            }
        }
        return report;
    }

    /**
     * What was told.
     *
     * @throws IllegalArgumentException if nothing was
     */
    String text(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("nothing was told of " + name + ", only " + values);
        }
        return value;
    }

    long number(String name) {
        return Long.parseLong(text(name));
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
