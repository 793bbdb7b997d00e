package dev.slipstream.system.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.system.OwnJvm;
import dev.slipstream.system.trust.TrustLine;
import dev.slipstream.testkit.server.PhoenixServer;
import dev.slipstream.testkit.server.ServerSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs clients on real sockets, each in a separate JVM with a small heap. The tests run concurrently, each for
 * {@code -Dsoak.seconds=N} seconds. A run shorter than a minute runs most tests on only one transport.
 */
class SoakTest {

    private static final long SECONDS = Long.getLong("soak.seconds", 5);
    /**
     * The least number of seconds of a long run. In a long run the JVMs use the optimizing compiler, as in production,
     * and each test runs on all transports.
     */
    private static final long LONG_RUN = 60;

    /** Extra time for starting two JVMs on a busy machine. */
    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    private static final long KILL_MILLIS = 200;

    /**
     * How many bytes the memory in use may grow. If each request left one object behind, the memory would grow more.
     */
    private static final long MOST_GROWTH = 2 << 20;

    /** The most frames that the connection has read but not processed when the mailbox is full. See docs/threads.md. */
    private static final int READ_AHEAD = 16_384;

    private static final long BYTES_READ_AHEAD = 16 << 20;

    /**
     * The most bytes of received messages: those of a full mailbox, those of the frames read ahead, and the fixed
     * overhead of these frames.
     */
    private static final long MOST_BYTES =
            FloodedProgram.BOUND * FloodedProgram.HEAVIEST + BYTES_READ_AHEAD + READ_AHEAD * FloodedProgram.OVERHEAD;

    /** The bytes of the frames read ahead if each char needs two bytes. */
    private static final long MOST_READ_AHEAD = 2 * BYTES_READ_AHEAD + READ_AHEAD * FloodedProgram.OVERHEAD;

    /** The bytes of the last message, 2 million chars of two bytes. A parked thread may still reference it. */
    private static final long LAST_MESSAGE = 4 << 20;

    /**
     * The shortfall of the {@link TrustLine} that a test writes before its assertions. If they succeed, the test writes
     * the line again without a shortfall.
     */
    private static final String FAILED = "failed";

    private static final long FLOOD_PER_SECOND = 10_000;

    /** The mailbox and the frames read ahead take 16 MiB each, and a large message exists in several copies. */
    private static final String HEAP_OF_CRASHES = "-Xmx128m";

    /** Enough for the buffers of a few messages, but not for the whole reasons of all topics, which are 20 MB. */
    private static final long MOST_KEPT_OF_CRASHES = 10 << 20;

    /** A young generation that holds all objects of a short run, so that nothing is collected. */
    private static final List<String> HEAP_OF_COMPRESSION =
            List.of("-Xms400m", "-Xmx400m", "-Xmn340m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC");

    /** A fifth of what zlib needs for the last 900 of 1,000 connections, each with a deflater and an inflater. */
    private static final long MOST_GROWTH_OF_COMPRESSION = 38 << 20;

    @ParameterizedTest
    @MethodSource("transportsOfKilledConnections")
    @Execution(ExecutionMode.CONCURRENT)
    void underKilledConnectionsEachRequestHasOneOutcomeAndNothingIsLeft(String transport) throws Exception {
        EchoChannels channels = new EchoChannels();
        ConnectionKiller killer;
        ProgramReport report;
        try (PhoenixServer server = PhoenixServer.start(channels.endpoint());
                ConnectionKiller closing = ConnectionKiller.of(server, KILL_MILLIS)) {
            killer = closing;
            report = run(KilledProgram.class, transport, server.uri().toString());
        }
        System.out.println(SoakProgress.MARK + transport + ", " + killer + ": " + report);
        TrustLine.write("soak, killed connections, " + transport, report.number("made"), FAILED);

        assertThat(killer.failures()).isEmpty();
        assertThat(killer.cuts()).isPositive();
        assertThat(report.number("losses")).isGreaterThanOrEqualTo(KilledProgram.LEAST_LOSSES);
        assertThat(report.text("faults")).isEqualTo("[]");
        assertThat(report.number("pending")).isZero();
        assertThat(report.number("answered") + report.number("perhaps sent") + report.number("unsent"))
                .isEqualTo(report.number("made"));
        assertThat(report.number("answered")).isPositive();
        assertThat(report.number("perhaps sent"))
                .as("requests in flight when a connection was killed")
                .isPositive();
        assertThat(channels.duplicates()).isZero();
        assertThat(report.text("threads left")).isEqualTo("[]");
        assertThat(report.number("descriptors after")).isLessThanOrEqualTo(report.number("descriptors before"));
        assertThat(report.number("live late") - report.number("live early")).isLessThan(MOST_GROWTH);
        assertThat(report.number("live after") - report.number("live before")).isLessThan(MOST_GROWTH);
        TrustLine.write("soak, killed connections, " + transport, report.number("made"), "");
    }

    @ParameterizedTest
    @MethodSource("transportOfFloods")
    @Execution(ExecutionMode.CONCURRENT)
    void underAFloodTheMailboxKeepsItsBound(String transport) throws Exception {
        ProgramReport report;
        long written;
        try (FloodServer flood = new FloodServer(FLOOD_PER_SECOND)) {
            report = run(FloodedProgram.class, transport, flood.uri().toString());
            written = flood.written();
        }
        System.out.println(SoakProgress.MARK + transport + ", flooded, " + written + " written: " + report);
        TrustLine.write("soak, slow consumer, " + transport, report.number("handled"), FAILED);

        assertThat(report.number("handled")).isPositive();
        assertThat(report.number("out of order")).isZero();
        assertThat(report.number("losses")).isZero();
        assertThat(report.number("pauses")).isPositive();
        assertThat(report.number("most events")).isBetween(1L, (long) FloodedProgram.BOUND + READ_AHEAD);
        assertThat(report.number("most bytes")).isBetween(1L, MOST_BYTES);
        TrustLine.write("soak, slow consumer, " + transport, report.number("handled"), "");
    }

    /** F129: the client must not keep the last reason of each topic whole. Here these reasons are 20 MB in total. */
    @ParameterizedTest
    @MethodSource("transportOfCrashes")
    @Execution(ExecutionMode.CONCURRENT)
    @Tag("F129")
    void underLargeCrashesNoReasonIsKeptWhole(String transport) throws Exception {
        ProgramReport report;
        try (CrashingServer crashes = new CrashingServer()) {
            report = run(
                    CrashedProgram.class,
                    HEAP_OF_CRASHES,
                    transport,
                    crashes.uri().toString());
        }
        System.out.println(SoakProgress.MARK + transport + ", large crashes: " + report);

        assertThat(report.number("topics")).isEqualTo(CrashedProgram.TOPICS);
        assertThat(report.number("omitted")).isPositive();
        assertThat(report.number("live")).isLessThan(MOST_KEPT_OF_CRASHES);
    }

    /**
     * After the client closed, only static fields can still hold memory. {@code -Dsoak.hostile=NEW_KEYS} tries only one
     * kind of payload.
     */
    @ParameterizedTest
    @MethodSource("transportOfHostilePayloads")
    @Execution(ExecutionMode.CONCURRENT)
    void underHostilePayloadsTheMailboxKeepsItsBoundAndNothingIsKept(String transport) throws Exception {
        String kind = System.getProperty("soak.hostile");
        LongFunction<String> payloads = kind == null ? HostilePayload::mixed : HostilePayload.valueOf(kind)::of;
        ProgramReport report;
        try (FloodServer flood = new FloodServer(FLOOD_PER_SECOND, payloads)) {
            report = run(HostileProgram.class, transport, flood.uri().toString());
        }
        System.out.println(SoakProgress.MARK + transport + ", hostile payloads: " + report);
        TrustLine.write("soak, hostile payloads, " + transport, report.number("handled"), FAILED);

        assertThat(report.number("handled")).isPositive();
        assertThat(report.number("out of order")).isZero();
        assertThat(report.number("losses")).isZero();
        assertThat(report.number("most bytes")).isLessThan(HostileProgram.BOUND + MOST_READ_AHEAD);
        assertThat(report.number("live after") - report.number("live before")).isLessThan(MOST_GROWTH + LAST_MESSAGE);
        TrustLine.write("soak, hostile payloads, " + transport, report.number("handled"), "");
    }

    /** The heap of the program is in memory from the start, so a growth of the resident memory is native memory. */
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    @Tag("deflate-C19")
    void nativeMemoryOfCompressedConnectionsIsReleased() throws Exception {
        ProgramReport report;
        try (PhoenixServer server = PhoenixServer.start(
                new EchoChannels().endpoint(), ServerSettings.standard().withCompression())) {
            report = run(
                    CompressedProgram.class,
                    HEAP_OF_COMPRESSION,
                    "netty",
                    server.uri().toString());
        }
        System.out.println(SoakProgress.MARK + "netty, compressed connections: " + report);

        assertThat(report.number("connections")).isGreaterThanOrEqualTo(CompressedProgram.LEAST_CONNECTIONS);
        assertThat(report.number("compressed")).isEqualTo(report.number("connections"));
        assertThat(report.number("answered")).isEqualTo(report.number("requests"));
        assertThat(report.number("resident late") - report.number("resident early"))
                .isLessThan(MOST_GROWTH_OF_COMPRESSION);
    }

    static Stream<String> transportsOfKilledConnections() {
        return transports("jdk", "netty");
    }

    static Stream<String> transportOfFloods() {
        return transports("netty");
    }

    static Stream<String> transportOfHostilePayloads() {
        return transports("jdk");
    }

    static Stream<String> transportOfCrashes() {
        return transports("tyrus");
    }

    /** Returns all transports, or only these in a short run. */
    private static Stream<String> transports(String... ofShortRun) {
        return SECONDS < LONG_RUN ? Stream.of(ofShortRun) : Stream.of("jdk", "tyrus", "netty");
    }

    private static ProgramReport run(Class<?> program, String transport, String uri) throws Exception {
        return run(program, "-Xmx64m", transport, uri);
    }

    /** Runs a program with a small heap. A program that runs out of memory exits with code 3. */
    private static ProgramReport run(Class<?> program, String heap, String transport, String uri) throws Exception {
        return run(program, List.of(heap), transport, uri);
    }

    private static ProgramReport run(Class<?> program, List<String> heap, String transport, String uri)
            throws Exception {
        List<String> options = new ArrayList<>(heap);
        options.add("-XX:+ExitOnOutOfMemoryError");
        options.addAll(SECONDS < LONG_RUN ? OwnJvm.SHORT_RUN : List.of());
        OwnJvm ended = OwnJvm.run(
                program, Map.of(), options, TIMEOUT.plusSeconds(SECONDS), transport, uri, Long.toString(SECONDS));
        assertThat(ended.exit()).as(String.join("\n", ended.output())).isZero();
        return ProgramReport.of(ended.output());
    }
}
