package dev.slipstream.system.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.RunningClient;
import dev.slipstream.Slipstream;
import dev.slipstream.StartOptions;
import dev.slipstream.core.Backoff;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.system.RoomChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A client, what it asks, and what must become of that, whatever happens on the way to its server. */
class FaultScenario {

    /** For what has to run out: the same for all, so that a test waits for it once. */
    static final Duration SHORT = Duration.ofMillis(400);

    private static final Pattern TAG = Pattern.compile("\\{\"tag\":\"([^\"]+)\"}");
    private static final Duration AGAIN = Duration.ofMillis(20);
    private static final String ROOM = FaultedClient.ROOMS.getFirst();

    /** One server may have the requests of several lines. */
    private static final AtomicLong ASKED = new AtomicLong();

    private final FaultedClient client;
    private final StartOptions options;
    private final List<String> asked = new ArrayList<>();
    private RunningClient running;

    FaultScenario(Carrier carrier, Configuration configuration) {
        this.client = new FaultedClient(configuration);
        this.options = StartOptions.builder().transport(carrier.provider()).build();
    }

    /** What all clients here have in common. */
    static Configuration configuration(String uri, UnaryOperator<Configuration.Builder> configuring) {
        return configuring
                .apply(Configuration.builder(uri)
                        .param("token", RoomChannel.TOKEN)
                        // Only on request: on a busy machine a heartbeat of a short deadline is a fault of its own.
                        .heartbeatInterval(Duration.ZERO)
                        .heartbeatTimeout(SHORT)
                        .closeTimeout(SHORT)
                        .reconnectBackoff(Backoff.exact(List.of(AGAIN)))
                        .rejoinBackoff(Backoff.exact(List.of(AGAIN))))
                .build();
    }

    void start() {
        running = Slipstream.start(client, options);
    }

    void startAndJoin() throws InterruptedException {
        start();
        assertThat(next()).isEqualTo(FaultedClient.CONNECTED);
        expectRooms();
    }

    void run(UnaryOperator<Socket> step) {
        running.run(step);
    }

    // ---------------------------------------------------------------------------------------------------- the requests

    String ask(String event) {
        String tag = event + " " + ASKED.incrementAndGet();
        asked.add(tag);
        running.run(socket -> socket.request(ROOM, event, Map.of("tag", tag), tag));
        return tag;
    }

    /** Requests that the server takes and never answers. */
    List<String> askInVain(int count) throws InterruptedException {
        List<String> tags = Stream.generate(() -> ask("ignore")).limit(count).toList();
        // The server takes them in order, so it took them all once it answered this one.
        expectAnswer(ask("echo"));
        return tags;
    }

    void expectAnswer(String tag) throws InterruptedException {
        client.awaitOutcome(tag);
        assertThat(client.outcomes().get(tag)).singleElement().isInstanceOf(Reply.Ok.class);
    }

    void expectLost(List<String> tags) throws InterruptedException {
        for (String tag : tags) {
            client.awaitOutcome(tag);
            assertThat(client.outcomes().get(tag)).containsExactly(new Reply.Lost(new Failure.Disconnected(), true));
        }
    }

    // --------------------------------------------------------------------------------------------------- what is told

    String next() throws InterruptedException {
        return client.next();
    }

    boolean isToldNothing() throws InterruptedException {
        return client.isToldNothingFor(AGAIN.multipliedBy(10).toMillis());
    }

    Duration lastAbsence() {
        return client.lastAbsence();
    }

    void expectRooms() throws InterruptedException {
        for (String room : FaultedClient.ROOMS) {
            assertThat(next()).isEqualTo("joined " + room);
        }
    }

    /** Connected again, joined, and answered. */
    void expectRecovery() throws InterruptedException {
        expectRecovery(FaultedClient.CONNECTED);
    }

    /** Connected again, perhaps after further failures of this one kind, joined, and answered. */
    void expectRecovery(String failure) throws InterruptedException {
        String next;
        do {
            next = next();
            assertThat(next).isIn(FaultedClient.CONNECTED, failure);
        } while (!next.equals(FaultedClient.CONNECTED));
        expectRooms();
        expectAnswer(ask("echo"));
    }

    // -------------------------------------------------------------------------------------------------------- the end

    /** Each request has had its one outcome once the client has ended. */
    void end() {
        running.close();
        assertThat(client.outcomes().keySet()).containsExactlyInAnyOrderElementsOf(asked);
        assertThat(client.outcomes())
                .allSatisfy((tag, outcomes) ->
                        assertThat(outcomes).as(tag.toString()).hasSize(1));
    }

    /** None of its requests is twice among what the server took. */
    void assertTakenOnce(List<Frame> taken) {
        assertThat(taken.stream().flatMap(FaultScenario::tag).filter(asked::contains))
                .doesNotHaveDuplicates();
    }

    private static Stream<String> tag(Frame frame) {
        return frame instanceof Frame.Text(String text)
                ? TAG.matcher(text).results().map(found -> found.group(1))
                : Stream.empty();
    }
}
