package dev.slipstream.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.RunningClient;
import dev.slipstream.testkit.ClientAction;
import dev.slipstream.testkit.SocketTest;
import dev.slipstream.testkit.junit.SocketTestExtension;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The picture in the docs shows the meters of a run of two minutes in virtual time. After 30 s the connection is cut,
 * and at 34 s the server refuses an attempt to connect. From 80 s to 90 s the server does not reply.
 *
 * <p>With {@code -Dpicture.rewrite} this test writes the picture again.
 */
@ExtendWith(SocketTestExtension.class)
class PictureTest {

    private static final int SECONDS = 120;
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Map<String, Chart.Series> lines = new LinkedHashMap<>();
    private final Map<String, Double> before = new LinkedHashMap<>();

    @Test
    void pictureInTheDocsShowsThisRun(SocketTest test) throws Exception {
        RunningClient client = test.start(new Room(), options -> options.telemetry(SlipstreamMetrics.of(registry)));
        test.connectAndJoin(Room.TOPIC);
        for (int second = 0; second < SECONDS; second++) {
            switch (second) {
                case 30 -> test.cutConnection();
                case 34 -> test.refuseConnect(503);
                default -> {}
            }
            if (second == 45) {
                test.connectAndJoin(Room.TOPIC);
            }
            second(test, client, second);
            sample();
        }

        String picture = Chart.svg(List.of(
                chart("Clients by state", "connected", "connecting", "disconnected"),
                chart("Requests by outcome, per second", "ok", "timed_out"),
                chart("Mean time of requests, ms", "mean"),
                chart("Messages per second", "received", "sent")));
        Path file = Path.of("..", "..", "docs", "grafana", "meters.svg");
        if (System.getProperty("picture.rewrite") != null) {
            Files.writeString(file, picture);
        }
        assertThat(Files.readString(file)).isEqualTo(picture);
    }

    /** Sends requests and messages for a second. */
    private static void second(SocketTest test, RunningClient client, int second) {
        boolean isJoined = client.socket().isJoined(Room.TOPIC);
        boolean isSilent = second >= 80 && second < 90;
        int load = 1 + second / 10 % 3;
        Duration latency = Duration.ofMillis(20 + 7L * load);
        List<ClientAction.Push> asked = new ArrayList<>();
        for (int i = 0; isJoined && i < load; i++) {
            client.request(Room.TOPIC, "question", Map.of(), Duration.ofSeconds(2));
            asked.add(test.assertPush(Room.TOPIC, "question"));
            test.push(Room.TOPIC, "news", Map.of());
            test.push(Room.TOPIC, "more news", Map.of());
        }
        test.advance(latency);
        if (!isSilent) {
            asked.forEach(push -> test.reply(push, Map.of()));
        }
        test.advance(SECOND.minus(latency));
    }

    private void sample() {
        for (String state : List.of("connected", "connecting", "disconnected")) {
            add(
                    state,
                    registry.get("slipstream.clients")
                            .tag("state", state)
                            .gauge()
                            .value());
        }
        double answered = delta("ok", timer("ok"));
        add("ok", answered);
        add("timed_out", delta("timed_out", timer("timed_out")));
        double took = registry.find("slipstream.requests").timers().stream()
                .mapToDouble(timer -> timer.totalTime(TimeUnit.MILLISECONDS))
                .sum();
        double ended = answered + lines.get("timed_out").values().getLast();
        double more = delta("took", took);
        add("mean", ended == 0 ? 0 : more / ended);
        add("received", delta("received", counter("slipstream.messages.received")));
        add("sent", delta("sent", counter("slipstream.messages.sent")));
    }

    private double timer(String outcome) {
        Timer timer =
                registry.find("slipstream.requests").tag("outcome", outcome).timer();
        return timer == null ? 0 : timer.count();
    }

    private double counter(String name) {
        Counter counter = registry.find(name).counter();
        return counter == null ? 0 : counter.count();
    }

    /** The increase of a value since the last sample. */
    private double delta(String name, double now) {
        Double last = before.put(name, now);
        return last == null ? now : now - last;
    }

    private void add(String name, double value) {
        lines.computeIfAbsent(name, Chart.Series::new).values().add(value);
    }

    private Chart chart(String title, String... names) {
        return new Chart(title, Arrays.stream(names).map(lines::get).toList());
    }
}
