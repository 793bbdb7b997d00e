package dev.slipstream.system.soak;

import java.util.LinkedHashMap;
import java.util.Map;

/** The results that a program in another JVM prints for its test, as lines of a name and a value. */
final class ProgramReport {

    private static final String MARK = "SOAK ";

    private final Map<String, String> values = new LinkedHashMap<>();

    private ProgramReport() {}

    /** Prints one result on standard output. */
    static void print(String name, Object value) {
        System.out.println(MARK + name + "=" + value);
    }

    static ProgramReport of(Iterable<String> output) {
        ProgramReport report = new ProgramReport();
        for (String line : output) {
            if (line.startsWith(MARK)) {
                int sign = line.indexOf('=');
                report.values.put(line.substring(MARK.length(), sign), line.substring(sign + 1));
            }
        }
        return report;
    }

    /**
     * Returns a result.
     *
     * @throws IllegalArgumentException if the result is missing
     */
    String text(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no result " + name + ", only " + values);
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
