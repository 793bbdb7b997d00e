package dev.slipstream.system.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.system.OwnJvm;
import dev.slipstream.system.trust.TrustLine;
import dev.slipstream.testkit.phoenix.PhoenixServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
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

    /** What a JVM may hold more of for its own sake: less than an object for each request. */
    private static final long LITTLE = 2 << 20;

    /** The most that was read and not judged yet when the mailbox was found full: see docs/threads.md. */
    private static final int READ_AHEAD = 16_384;

    private static final long FLOOD_PER_SECOND = 10_000;

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "tyrus"})
    @Execution(ExecutionMode.CONCURRENT)
    void underKilledConnectionsEachRequestHasOneOutcomeAndNothingIsLeft(String transport) throws Exception {
        CountingRoom room = new CountingRoom();
        AtomicLong kills = new AtomicLong();
        Report told;
        try (PhoenixServer server = PhoenixServer.start(room.endpoint());
                ScheduledExecutorService killer = Executors.newSingleThreadScheduledExecutor()) {
            killer.scheduleAtFixedRate(() -> kill(server, kills), KILL_MILLIS, KILL_MILLIS, TimeUnit.MILLISECONDS);
            told = run(KilledProgram.class, transport, server.uri().toString());
            killer.shutdownNow();
        }
        System.out.println(Progress.MARK + transport + ", " + kills + " kills: " + told);

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

        assertThat(told.number("taken")).isPositive();
        assertThat(told.number("out of order")).isZero();
        assertThat(told.number("losses")).isZero();
        assertThat(told.number("pauses")).isPositive();
        assertThat(told.number("most events")).isLessThanOrEqualTo(FloodedProgram.BOUND + READ_AHEAD);
        TrustLine.write("soak, slow consumer, " + transport, told.number("taken"), "");
    }

    /** With a heap of 64 MiB, and at its end, with 3, where that is not enough. */
    private static Report run(Class<?> program, String transport, String uri) throws Exception {
        OwnJvm ended = OwnJvm.run(
                program,
                Map.of(),
                List.of("-Xmx64m", "-XX:+ExitOnOutOfMemoryError"),
                PATIENCE.plusSeconds(SECONDS),
                transport,
                uri,
                Long.toString(SECONDS));
        assertThat(ended.exit()).as(String.join("\n", ended.output())).isZero();
        return Report.of(ended.output());
    }

    private static void kill(PhoenixServer server, AtomicLong kills) {
        kills.addAndGet(server.connections());
        server.cutConnections();
    }
}
