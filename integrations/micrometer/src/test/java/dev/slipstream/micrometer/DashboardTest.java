package dev.slipstream.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.RunningClient;
import dev.slipstream.core.Observation;
import dev.slipstream.testkit.SocketTest;
import dev.slipstream.testkit.junit.SocketTestExtension;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The dashboard in {@code docs/grafana} shows each meter of a run, with its name and tags in Prometheus. */
@ExtendWith(SocketTestExtension.class)
class DashboardTest {

    private static final Pattern SERIES = Pattern.compile("slipstream_[a-z_]+");
    private static final Pattern GROUPS = Pattern.compile("by \\(([a-z, ]+)\\) \\((?:rate\\()?(slipstream_[a-z_]+)");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private static String dashboard() throws Exception {
        return Files.readString(Path.of("..", "..", "docs", "grafana", "slipstream.json"));
    }

    /** Runs a client until it has used each meter. */
    private void run(SocketTest test) {
        SlipstreamMetrics metrics = SlipstreamMetrics.of(registry);
        RunningClient client = test.start(new Room(), options -> options.telemetry(metrics));
        test.connectAndJoin(Room.TOPIC);
        test.cutConnection();
        test.connectAndJoin(Room.TOPIC);
        test.crash(Room.TOPIC);
        test.acceptJoin(Room.TOPIC);
        client.request(Room.TOPIC, "question", Map.of());
        test.reply(test.assertPush(Room.TOPIC, "question"), Map.of());
        test.push(Room.TOPIC, "news", Map.of());
        client.push("rooms:2", "shout", Map.of());
        test.advance(Duration.ofSeconds(1));
        metrics.observed(new Observation.HandlerFailed("the onJoin handler", Room.TOPIC, "", "java.lang.Error"));
    }

    /** The names that a Prometheus registry gives the series of a meter. */
    private static Stream<String> series(Meter.Id meter) {
        String name = meter.getName().replace('.', '_');
        return switch (meter.getType()) {
            case TIMER -> Stream.of("_count", "_sum", "_max").map(suffix -> name + "_seconds" + suffix);
            case COUNTER -> Stream.of(name + "_total");
            case GAUGE -> Stream.of(meter.getBaseUnit() == null ? name : name + "_" + meter.getBaseUnit());
            case LONG_TASK_TIMER, DISTRIBUTION_SUMMARY, OTHER -> Stream.of();
        };
    }

    @Test
    void eachSeriesOfTheDashboardExistsAndEachMeterIsShown(SocketTest test) throws Exception {
        run(test);
        Set<String> shown = SERIES.matcher(dashboard())
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(registry.getMeters().stream().flatMap(meter -> series(meter.getId())))
                .containsAll(shown);
        assertThat(registry.getMeters())
                .allSatisfy(meter -> assertThat(series(meter.getId()))
                        .as(meter.getId().getName())
                        .anyMatch(shown::contains));
    }

    @Test
    void dashboardGroupsByTagsThatTheMetersHave(SocketTest test) throws Exception {
        run(test);
        List<MatchResult> groups = GROUPS.matcher(dashboard()).results().toList();

        assertThat(groups)
                .hasSizeGreaterThan(6)
                .allSatisfy(group -> assertThat(registry.getMeters()).anySatisfy(meter -> {
                    assertThat(series(meter.getId())).contains(group.group(2));
                    assertThat(List.of(group.group(1).split(", ")))
                            .allSatisfy(
                                    tag -> assertThat(meter.getId().getTag(tag)).isNotNull());
                }));
    }
}
