package dev.slipstream.system.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.system.OwnJvm;
import dev.slipstream.system.trust.TrustLine;
import dev.slipstream.testkit.server.PhoenixServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients at work for some time, {@code -Dsoak.seconds=N}, side by side, each in a JVM of its own with a small heap, on real
 * sockets.
 */
class SoakTest {

    private static final long SECONDS = Long.getLong("soak.seconds", 20);
    /** Beside the time that it is given: two JVMs start, and a machine may be busy elsewhere. */
    private static final Duration PATIENCE = Duration.ofSeconds(180);

    private static final long KILL_MILLIS = 200;

    /** Of five: on a busy machine a client may not be back yet when the next one is due. */
    private static final long LEAST_CUTS_PER_SECOND = 1;

    /** What a JVM may hold more of for its own sake: less than an object for each request. */
    private static final long LITTLE = 2 << 20;

    /** The most that was read and not judged yet when the mailbox was found full: see docs/threads.md. */
    private static final int READ_AHEAD = 16_384;

    private static final long BYTES_READ_AHEAD = 16 << 20;

    /** Those of the mailbox when it was full, of what was read ahead, and what the mailbox counts beside those. */
    private static final long MOST_BYTES =
            FloodedProgram.BOUND * FloodedProgram.HEAVIEST + BYTES_READ_AHEAD + READ_AHEAD * FloodedProgram.OVERHEAD;

    /** As above, with each char of what was read ahead in two bytes of memory. */
    private static final long MOST_READ_AHEAD = 2 * BYTES_READ_AHEAD + READ_AHEAD * FloodedProgram.OVERHEAD;

    /** A parked thread may still have the last message on its stack: 2 million chars of two bytes at most. */
    private static final long LAST_MESSAGE = 4 << 20;

    /** Of a run until it is known to have held. */
    private static final String BROKEN = "does not hold";

    private static final long FLOOD_PER_SECOND = 10_000;

    /** The mailbox and what was read ahead hold 16 MiB each, and a message of 1 MB is copied on its way. */
    private static final String HEAP_OF_CRASHES = "-Xmx128m";

    /** Buffers of a few messages; the reasons of all topics are 40 MB. */
    private static final long MOST_KEPT_OF_CRASHES = 10 << 20;

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "tyrus"})
    @Execution(ExecutionMode.CONCURRENT)
    void underKilledConnectionsEachRequestHasOneOutcomeAndNothingIsLeft(String transport) throws Exception {
        CountingRoom room = new CountingRoom();
        Killer killer;
        Report told;
        try (PhoenixServer server = PhoenixServer.start(room.endpoint());
                Killer until = Killer.of(server, KILL_MILLIS)) {
            killer = until;
            told = run(KilledProgram.class, transport, server.uri().toString());
        }
        System.out.println(Progress.MARK + transport + ", " + killer + ": " + told);
        TrustLine.write("soak, killed connections, " + transport, told.number("asked"), BROKEN);

        assertThat(killer.failures()).isEmpty();
        assertThat(killer.rounds()).isGreaterThanOrEqualTo(SECONDS * 1000 / KILL_MILLIS / 2);
        assertThat(killer.cuts()).isGreaterThanOrEqualTo(SECONDS * LEAST_CUTS_PER_SECOND);
        assertThat(told.number("losses")).isGreaterThanOrEqualTo(killer.cuts() / 2);
        assertThat(told.text("faults")).isEqualTo("[]");
        assertThat(told.number("owed")).isZero();
        assertThat(told.number("answered") + told.number("perhaps sent") + told.number("unsent"))
                .isEqualTo(told.number("asked"));
        assertThat(told.number("answered")).isPositive();
        assertThat(told.number("perhaps sent"))
                .as("in flight when a connection was killed")
                .isPositive();
        assertThat(room.heardTwice()).isZero();
        assertThat(told.text("threads left")).isEqualTo("[]");
        assertThat(told.number("descriptors after")).isLessThanOrEqualTo(told.number("descriptors before"));
        assertThat(told.number("live late") - told.number("live early")).isLessThan(LITTLE);
        assertThat(told.number("live after") - told.number("live before")).isLessThan(LITTLE);
        TrustLine.write("soak, killed connections, " + transport, told.number("asked"), "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "tyrus"})
    @Execution(ExecutionMode.CONCURRENT)
    void underAFloodTheMailboxKeepsItsBound(String transport) throws Exception {
        Report told;
        long written;
        try (Flood flood = new Flood(FLOOD_PER_SECOND)) {
            told = run(FloodedProgram.class, transport, flood.uri().toString());
            written = flood.written();
        }
        System.out.println(Progress.MARK + transport + ", flooded, " + written + " written: " + told);
        TrustLine.write("soak, slow consumer, " + transport, told.number("taken"), BROKEN);

        assertThat(told.number("taken")).isPositive();
        assertThat(told.number("out of order")).isZero();
        assertThat(told.number("losses")).isZero();
        assertThat(told.number("pauses")).isPositive();
        assertThat(told.number("most events")).isBetween(1L, (long) FloodedProgram.BOUND + READ_AHEAD);
        assertThat(told.number("most bytes")).isBetween(1L, MOST_BYTES);
        TrustLine.write("soak, slow consumer, " + transport, told.number("taken"), "");
    }

    /** F129: the client once kept the last reason of each topic whole: 20 MB here. */
    @ParameterizedTest
    @ValueSource(strings = {"jdk", "tyrus"})
    @Execution(ExecutionMode.CONCURRENT)
    @Tag("F129")
    void underLargeCrashesNoReasonIsKeptWhole(String transport) throws Exception {
        Report told;
        try (Crashes crashes = new Crashes()) {
            told = run(
                    CrashedProgram.class,
                    HEAP_OF_CRASHES,
                    transport,
                    crashes.uri().toString());
        }
        System.out.println(Progress.MARK + transport + ", large crashes: " + told);

        assertThat(told.number("topics")).isEqualTo(CrashedProgram.TOPICS);
        assertThat(told.number("omitted")).isPositive();
        assertThat(told.number("live")).isLessThan(MOST_KEPT_OF_CRASHES);
    }

    /**
     * What statics keep is what is live when a client has closed. {@code -Dsoak.hostile=NEW_KEYS} tries one kind of payload
     * alone.
     */
    @ParameterizedTest
    @ValueSource(strings = {"jdk", "tyrus"})
    @Execution(ExecutionMode.CONCURRENT)
    void underHostilePayloadsTheMailboxKeepsItsBoundAndNothingIsKept(String transport) throws Exception {
        String kind = System.getProperty("soak.hostile");
        LongFunction<String> payloads = kind == null ? HostilePayload::mixed : HostilePayload.valueOf(kind)::of;
        Report told;
        try (Flood flood = new Flood(FLOOD_PER_SECOND, payloads)) {
            told = run(HostileProgram.class, transport, flood.uri().toString());
        }
        System.out.println(Progress.MARK + transport + ", hostile payloads: " + told);
        TrustLine.write("soak, hostile payloads, " + transport, told.number("taken"), BROKEN);

        assertThat(told.number("taken")).isPositive();
        assertThat(told.number("out of order")).isZero();
        assertThat(told.number("losses")).isZero();
        assertThat(told.number("most bytes")).isLessThan(HostileProgram.BOUND + MOST_READ_AHEAD);
        assertThat(told.number("live after") - told.number("live before")).isLessThan(LITTLE + LAST_MESSAGE);
        TrustLine.write("soak, hostile payloads, " + transport, told.number("taken"), "");
    }

    private static Report run(Class<?> program, String transport, String uri) throws Exception {
        return run(program, "-Xmx64m", transport, uri);
    }

    /** With a small heap, and at its end, with 3, where that is not enough. */
    private static Report run(Class<?> program, String heap, String transport, String uri) throws Exception {
        OwnJvm ended = OwnJvm.run(
                program,
                Map.of(),
                List.of(heap, "-XX:+ExitOnOutOfMemoryError"),
                PATIENCE.plusSeconds(SECONDS),
                transport,
                uri,
                Long.toString(SECONDS));
        assertThat(ended.exit()).as(String.join("\n", ended.output())).isZero();
        return Report.of(ended.output());
    }
}
