package dev.slipstream.bench.peer;

import java.lang.management.ManagementFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Measures the bytes of all reachable objects in this process.
 *
 * <p>The used heap is larger: collectors leave small dead regions in place and count them as used.
 */
final class Reachable {

    /** A line of a class histogram: number, instances, bytes, class. */
    private static final Pattern LINE = Pattern.compile("\\s*\\d+:\\s+\\d+\\s+(\\d+)\\s+(\\S+).*");

    /** Part of the class names of the filler objects that a collector puts into gaps. */
    private static final String FILLER = "jdk.internal.vm.Filler";

    private Reachable() {}

    /** Runs the garbage collector, and returns the bytes of all objects that remain. */
    static long bytes() {
        try {
            Object histogram = ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
            return bytes((String) histogram);
        } catch (JMException e) {
            throw new IllegalStateException("cannot read a class histogram", e);
        }
    }

    static long bytes(String histogram) {
        long bytes = histogram
                .lines()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .filter(line -> !line.group(2).contains(FILLER))
                .mapToLong(line -> Long.parseLong(line.group(1)))
                .sum();
        if (bytes == 0) {
            throw new IllegalArgumentException("not a class histogram: " + histogram);
        }
        return bytes;
    }
}
