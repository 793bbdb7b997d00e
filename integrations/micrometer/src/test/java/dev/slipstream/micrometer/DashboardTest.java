package dev.slipstream.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.RunningClient;
import dev.slipstream.core.Observation;
import dev.slipstream.testkit.SocketTest;
import dev.slipstream.testkit.junit.SocketTestExtension;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The dashboard in {@code docs/grafana} shows each meter of a run, with its name and tags in Prometheus. */
@ExtendWith(SocketTestExtension.class)
class DashboardTest {

    private static final Pattern EXPRESSION = Pattern.compile("\"expr\": \"(.+)\"");
    private static final Pattern SERIES = Pattern.compile("slipstream_[a-z_]+");
    private static final Pattern GROUPS = Pattern.compile("by \\(([a-z, ]+)\\) \\((?:rate\\()?(slipstream_[a-z_]+)");
    /** A line of the text that Prometheus reads: the name of a series and its labels. */
    private static final Pattern LINE = Pattern.compile("(?m)^(slipstream_[a-z_]+)\\{(.*)} ");

    /**
     * Matches a series in the dashboard's JSON, if the series is limited by the dashboard's variable {@code client}.
     */
    private static final String SELECTED = "slipstream_[a-z_]+\\{client=~\\\\\"\\$client\\\\\"[,}]";

    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    private static String dashboard() throws Exception {
        return Files.readString(Path.of("..", "..", "docs", "grafana", "slipstream.json"));
    }

    /** Runs a client until it has used each meter. */
    private void run(SocketTest test) {
        SlipstreamMetrics metrics = SlipstreamMetrics.builder(registry)
                .tags(Tags.of("client", "orders"))
                .build();
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

    /** The series that Prometheus reads from the registry, with the names of their labels. */
    private Map<String, Set<String>> series() {
        Map<String, Set<String>> series = new TreeMap<>();
        LINE.matcher(registry.scrape())
                .results()
                .forEach(line -> series.computeIfAbsent(line.group(1), name -> new TreeSet<>())
                        .addAll(found(LABEL, line.group(2))));
        return series;
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(found -> found.group(1)).toList();
    }

    private static List<String> expressions() throws Exception {
        return found(EXPRESSION, dashboard());
    }

    private static Set<String> shown() throws Exception {
        return expressions().stream()
                .flatMap(expression -> SERIES.matcher(expression).results())
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void eachSeriesOfTheDashboardExistsAndEachMeterIsShown(SocketTest test) throws Exception {
        run(test);
        Set<String> shown = shown();

        assertThat(series().keySet()).containsAll(shown);
        assertThat(registry.getMeters()).allSatisfy(meter -> {
            String name = meter.getId().getConventionName(registry.config().namingConvention());
            assertThat(shown).as(name).anyMatch(series -> series.startsWith(name));
        });
    }

    @Test
    void dashboardGroupsByTagsThatTheMetersHave(SocketTest test) throws Exception {
        run(test);
        Map<String, Set<String>> series = series();
        List<MatchResult> groups = expressions().stream()
                .flatMap(expression -> GROUPS.matcher(expression).results())
                .toList();

        assertThat(groups)
                .hasSizeGreaterThan(6)
                .allSatisfy(group -> assertThat(series.get(group.group(2)))
                        .contains(group.group(1).split(", ")));
    }

    /**
     * The dashboard's variable {@code client} selects clients by the label {@code client}. If it selects all clients,
     * its value is {@code .*}, which also matches series without this label.
     */
    @Test
    void variableChoosesClientsInEachQuery(SocketTest test) throws Exception {
        run(test);

        assertThat(expressions())
                .hasSizeGreaterThan(12)
                .allSatisfy(expression ->
                        assertThat(expression.replaceAll(SELECTED, "")).doesNotContain("slipstream_"));
        assertThat(dashboard())
                .contains("label_values(slipstream_clients, client)")
                .contains("\"allValue\": \".*\"");
        assertThat(series().get("slipstream_clients")).contains("client");
    }
}
