package dev.slipstream.bench.peer;

import java.lang.management.ManagementFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What is reachable in this process, object by object.
 *
 * <p>What a heap has in use is more: collectors leave what was let go of where little else is, and count it.
 */
final class Reachable {

    /** A line of a histogram: its place, how many objects, their bytes, their class. */
    private static final Pattern LINE = Pattern.compile("\\s*\\d+:\\s+\\d+\\s+(\\d+)\\s+(\\S+).*");

    /** What a collector puts where objects were. */
    private static final String FILLER = "jdk.internal.vm.Filler";

    private Reachable() {}

    /** The bytes of all objects that a collection, made for it, has left. */
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
            throw new IllegalStateException("no histogram of classes", e);
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
            throw new IllegalArgumentException("not a histogram of classes: " + histogram);
        }
        return bytes;
    }
}
