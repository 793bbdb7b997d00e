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
 * The resources that this JVM uses.
 *
 * @param liveBytes bytes of reachable objects after a garbage collection
 * @param ourObjects how many of these objects are instances of our classes
 * @param descriptors how many sockets, pipes and selectors are open, or -1 if unknown
 * @param threads the names of the threads of clients and websocket libraries, including virtual threads
 */
record Footprint(long liveBytes, long ourObjects, long descriptors, List<String> threads) {

    private static final Pattern CLASS =
            Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+\\d+\\s+dev\\.slipstream\\.(?!system\\.).*");
    private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");
    private static final Pattern THREAD =
            Pattern.compile("#\\d+ \"((slipstream|HttpClient|grizzly|tyrus|Grizzly|globalEventExecutor)[^\"]*)\".*");

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
        return new Footprint(bytes, ours, openDescriptors(), libraryThreads());
    }

    /** Collects garbage and returns the number and bytes of the reachable objects by class. */
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
            return all.filter(Footprint::isNetworkDescriptor).count();
        }
    }

    /** Returns whether a descriptor is a socket or part of a selector. Opened jars stay open and do not count. */
    private static boolean isNetworkDescriptor(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().matches("(socket|pipe|anon_inode):.*");
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    /** Reads a thread dump, because only a thread dump lists virtual threads. */
    static List<String> libraryThreads() throws IOException {
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
