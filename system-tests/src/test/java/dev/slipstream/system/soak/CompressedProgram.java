package dev.slipstream.system.soak;

import dev.slipstream.Session;
import dev.slipstream.Slipstream;
import dev.slipstream.StartOptions;
import dev.slipstream.core.Compression;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Connection;
import dev.slipstream.core.Reply;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Opens, uses and closes compressed connections, a few at a time. Prints the resident memory of this process after the
 * first 100 connections and at the end. Arguments: transport, URI, seconds.
 *
 * <p>A garbage collection would also release the memory of zlib. To avoid collections, the young generation must be
 * large enough for all objects of the program. Its pages must be in memory from the start, so that only native memory
 * changes the resident memory.
 */
final class CompressedProgram {

    /**
     * The minimum number of connections, even in a short run. Their memory in zlib would be 200 MB if it were not
     * released.
     */
    static final int LEAST_CONNECTIONS = 1_000;

    /** How many connections are open at once. */
    private static final int THREADS = 8;

    private static final int REQUESTS = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Path MEMORY = Path.of("/proc/self/status");

    private static final AtomicInteger IDS = new AtomicInteger();
    private static final AtomicInteger COMPRESSED = new AtomicInteger();
    private static final AtomicInteger ANSWERED = new AtomicInteger();

    private CompressedProgram() {}

    public static void main(String[] arguments) throws Exception {
        StartOptions options = Transports.options(arguments[0]);
        Configuration configuration = Configuration.builder(arguments[1])
                .connectTimeout(PATIENCE)
                .joinTimeout(PATIENCE)
                .requestTimeout(PATIENCE)
                .compression(Compression.standard())
                .build();
        SoakProgress progress =
                new SoakProgress("compressed connections", Duration.ofSeconds(Long.parseLong(arguments[2])));
        int connections = connect(LEAST_CONNECTIONS / 10, configuration, options);
        ProgramReport.print("resident early", residentBytes());
        while (connections < LEAST_CONNECTIONS || !progress.isOver()) {
            connections += connect(LEAST_CONNECTIONS / 10, configuration, options);
            progress.update(connections);
        }
        ProgramReport.print("resident late", residentBytes());
        ProgramReport.print("connections", connections);
        ProgramReport.print("collections", collections());
        ProgramReport.print("compressed", COMPRESSED.get());
        ProgramReport.print("answered", ANSWERED.get());
        ProgramReport.print("requests", connections * REQUESTS);
    }

    private static long collections() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }

    /** Opens, uses and closes this number of connections, and returns the number. */
    private static int connect(int number, Configuration configuration, StartOptions options)
            throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        AtomicInteger left = new AtomicInteger(number);
        for (int thread = 0; thread < THREADS; thread++) {
            threads.add(Thread.ofPlatform().start(() -> {
                while (left.getAndDecrement() > 0) {
                    useOnce(configuration, options);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return number;
    }

    private static void useOnce(Configuration configuration, StartOptions options) {
        try (Session session = Slipstream.open(configuration, options)) {
            session.join("rooms:lobby");
            for (int i = 0; i < REQUESTS; i++) {
                Reply reply = session.request(
                        "rooms:lobby", "echo", Map.of("id", IDS.incrementAndGet(), "text", "the same words again"));
                if (reply instanceof Reply.Ok) {
                    ANSWERED.incrementAndGet();
                }
            }
            if (session.socket().connection().flatMap(Connection::compression).isPresent()) {
                COMPRESSED.incrementAndGet();
            }
        }
    }

    /** Returns the resident memory after free native memory was given back; -1 if it is unknown. */
    private static long residentBytes() throws IOException, JMException {
        if (!Files.isReadable(MEMORY)) {
            return -1;
        }
        Object unused = ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "systemTrimNativeHeap",
                        new Object[0],
                        new String[0]);
        return Files.readAllLines(MEMORY).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(-1);
    }
}
