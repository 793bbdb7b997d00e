package dev.slipstream.system.soak;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What this JVM holds just now.
 *
 * @param liveBytes of objects that are reachable, after a collection
 * @param ourObjects how many of them are of our classes
 * @param descriptors files and sockets that are open; -1 where the system does not tell
 * @param threads those of ours and of the libraries, virtual ones among them, by name
 */
record Footprint(long liveBytes, long ourObjects, long descriptors, List<String> threads) {

    private static final Pattern CLASS =
            Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+\\d+\\s+dev\\.slipstream\\.(?!system\\.).*");
    private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");
    private static final Pattern THREAD =
            Pattern.compile("#\\d+ \"((slipstream|HttpClient|grizzly|tyrus|Grizzly)[^\"]*)\".*");

    static Footprint now() throws IOException, JMException {
        String histogram = histogram();
        long bytes = histogram
                .lines()
                .map(TOTAL::matcher)
                .filter(line -> line.matches())
                .mapToLong(line -> Long.parseLong(line.group(1)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no total in: " + histogram));
        long ours = histogram
                .lines()
                .map(CLASS::matcher)
                .filter(line -> line.matches())
                .mapToLong(line -> Long.parseLong(line.group(1)))
                .sum();
        return new Footprint(bytes, ours, openDescriptors(), threadsOfOurs());
    }

    /** Collects garbage first. */
    private static String histogram() throws JMException {
        return (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
    }

    private static long openDescriptors() throws IOException {
        Path folder = Path.of("/proc/self/fd");
        if (!Files.isDirectory(folder)) {
            return -1;
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(Footprint::isOfNetwork).count();
        }
    }

    /** A socket, or what selectors are made of; jars that were opened meanwhile stay open. */
    private static boolean isOfNetwork(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().matches("(socket|pipe|anon_inode):.*");
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    /** By a dump, for no list of the JDK's has virtual threads. */
    static List<String> threadsOfOurs() throws IOException {
        Path dump = Files.createTempDirectory("threads").resolve("dump.txt");
        try {
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(dump.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
            return Files.readAllLines(dump).stream()
                    .map(THREAD::matcher)
                    .filter(line -> line.matches())
                    .map(line -> line.group(1))
                    .sorted()
                    .toList();
        } finally {
            Files.deleteIfExists(dump);
            Files.delete(dump.getParent());
        }
    }
}
