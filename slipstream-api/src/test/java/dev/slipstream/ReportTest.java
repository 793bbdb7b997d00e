package dev.slipstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.core.Failure;
import dev.slipstream.core.Observation;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reports and pushes of code outside of callbacks. */
class ReportTest {

    private static final String NAME = "report-test";

    /** A strong reference, because the log manager holds loggers by weak references. */
    private static final Logger LOGGER = Logger.getLogger("dev.slipstream");

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Observation> observed = new LinkedBlockingQueue<>();
    private final FakeTransports transports = new FakeTransports();
    private final Journal journal = new Journal();
    private final Handler capture = new Handler() {
        @Override
        public void publish(LogRecord line) {
            if (line.getLevel().intValue() >= Level.WARNING.intValue()
                    && line.getMessage().contains(NAME)) {
                lines.add(line.getLevel() + " " + line.getMessage().replaceAll(".*\\): ", ""));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void begin() {
        LOGGER.addHandler(capture);
        LOGGER.setUseParentHandlers(false); // keeps these lines out of the build's output
    }

    @AfterEach
    void end() {
        LOGGER.removeHandler(capture);
        LOGGER.setUseParentHandlers(true);
    }

    private RunningClient start() {
        RunningClient client = Slipstream.start(
                new LobbyClient(journal),
                transports.builder().name(NAME).telemetry(observed::add).build());
        journal.expect("joined");
        return client;
    }

    @Test
    void problemIsLoggedOnceForEachCauseAndReachesTelemetryEachTime() {
        try (RunningClient client = start()) {
            client.report("late orders", "2 orders are late; add a worker");
            client.report("late orders", "3 orders are late; add a worker");
            client.report("lost orders", "1 order is lost");

            assertThat(lines).containsExactly("WARNING 2 orders are late; add a worker", "WARNING 1 order is lost");
            assertThat(observed)
                    .filteredOn(Observation.ProblemReported.class::isInstance)
                    .containsExactly(
                            new Observation.ProblemReported("late orders", "2 orders are late; add a worker"),
                            new Observation.ProblemReported("late orders", "3 orders are late; add a worker"),
                            new Observation.ProblemReported("lost orders", "1 order is lost"));
        }
    }

    @Test
    void exceptionIsLoggedWholeAndLimitedByCauseAndClass() {
        try (RunningClient client = start()) {
            client.report(
                    "the order listener", "the order listener threw\nand continues", new IllegalStateException("a"));
            client.report("the order listener", "the order listener threw", new IllegalStateException("b"));
            client.report("the order listener", "the order listener threw", new IllegalArgumentException("c"));

            assertThat(lines)
                    .containsExactly(
                            "SEVERE the order listener threw\\u000aand continues: java.lang.IllegalStateException: a",
                            "SEVERE the order listener threw: java.lang.IllegalArgumentException: c");
        }
    }

    @Test
    void pushOfAnotherThreadIsEncodedAtTheCallAndKeepsItsOrder() {
        try (RunningClient client = start()) {
            FakeSocket server = transports.next();
            Map<String, Object> payload = new HashMap<>(Map.of("n", 1));
            client.push("rooms:lobby", "one", payload);
            payload.put("n", 2);
            client.push("rooms:lobby", "two", null);

            assertThat(server.took("one").payload().text()).isEqualTo("{\"n\":1}");
            assertThat(server.took("two").payload().text()).isEqualTo("null");
        }
    }

    @Test
    void pushToATopicThatWasNeverJoinedIsReported() {
        try (RunningClient client = start()) {
            client.push("rooms:other", "ping", Map.of());

            Observation.PushDropped dropped =
                    new Observation.PushDropped("rooms:other", "ping", new Failure.NotJoined("rooms:other"));
            Journal.eventually(() -> observed.contains(dropped), "the push is reported");
        }
    }

    @Test
    void pushThatCannotBeMadeThrowsAtTheCall() {
        RunningClient client = start();
        assertThatThrownBy(() -> client.push("rooms:lobby", "phx_join", Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> client.push("rooms:lobby", "ping", Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        client.close();

        assertThatThrownBy(() -> client.push("rooms:lobby", "ping", Map.of())).isInstanceOf(ClientEndedException.class);
    }
}
