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

/**
 * A client and its requests. The scenario checks the outcome of each request, whatever happens between client and
 * server.
 */
class FaultScenario {

    /** The heartbeat timeout and the close timeout. Both are short, because in some tests one of them must expire. */
    static final Duration SHORT = Duration.ofMillis(400);

    /**
     * The connect timeout of tests in which an attempt must time out. Their other attempts succeed within this time,
     * even with TLS on a busy machine.
     */
    static final Duration CONNECTING = Duration.ofSeconds(2);

    /** The length of all other timeouts, which expire only in a failing test. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Pattern TAG = Pattern.compile("\\{\"tag\":\"([^\"]+)\"}");
    private static final Duration AGAIN = Duration.ofMillis(20);
    private static final String ROOM = FaultedClient.ROOMS.getFirst();

    /** Numbers the requests of all scenarios, because several scenarios may share a server. */
    private static final AtomicLong REQUESTS = new AtomicLong();

    private final FaultedClient client;
    private final StartOptions options;
    private final List<String> requested = new ArrayList<>();
    private RunningClient running;

    FaultScenario(TestedTransport transport, Configuration configuration) {
        this.client = new FaultedClient(configuration);
        this.options = StartOptions.builder().transport(transport.provider()).build();
    }

    /** The configuration that all clients have in common. */
    static Configuration configuration(String uri, UnaryOperator<Configuration.Builder> configuring) {
        return configuring
                .apply(Configuration.builder(uri)
                        .param("token", RoomChannel.TOKEN)
                        // Tests send heartbeats themselves: on a busy machine the short timeout of a periodic heartbeat
                        // may expire.
                        .heartbeatInterval(Duration.ZERO)
                        .heartbeatTimeout(SHORT)
                        .closeTimeout(SHORT)
                        .connectTimeout(PATIENCE)
                        .joinTimeout(PATIENCE)
                        .requestTimeout(PATIENCE)
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

    // -------------------------------------------------------------------------------------------------------- requests

    String request(String event) {
        String tag = event + " " + REQUESTS.incrementAndGet();
        requested.add(tag);
        running.run(socket -> socket.request(ROOM, event, Map.of("tag", tag), tag));
        return tag;
    }

    /** Sends requests that the server receives and never answers. */
    List<String> requestsWithoutReply(int count) throws InterruptedException {
        List<String> tags =
                Stream.generate(() -> request("ignore")).limit(count).toList();
        // The server handles requests in order. When it answers this request, the earlier requests have arrived.
        expectAnswer(request("echo"));
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

    // ------------------------------------------------------------------------------------------------------ callbacks

    String next() throws InterruptedException {
        return client.next();
    }

    boolean isQuiet() throws InterruptedException {
        return client.isQuietFor(AGAIN.multipliedBy(10).toMillis());
    }

    Duration lastAbsence() {
        return client.lastAbsence();
    }

    void expectRooms() throws InterruptedException {
        for (String room : FaultedClient.ROOMS) {
            assertThat(next()).isEqualTo("joined " + room);
        }
    }

    /** Expects the client to connect, to join its rooms, and to get a reply. */
    void expectRecovery() throws InterruptedException {
        expectRecovery(FaultedClient.CONNECTED);
    }

    /** Expects the client to recover. Before that, the client may report this failure again. */
    void expectRecovery(String failure) throws InterruptedException {
        String next;
        do {
            next = next();
            assertThat(next).isIn(FaultedClient.CONNECTED, failure);
        } while (!next.equals(FaultedClient.CONNECTED));
        expectRooms();
        expectAnswer(request("echo"));
    }

    // ------------------------------------------------------------------------------------------------------------ end

    /** Closes the client, and checks that each request has exactly one outcome. */
    void end() {
        running.close();
        assertThat(client.outcomes().keySet()).containsExactlyInAnyOrderElementsOf(requested);
        assertThat(client.outcomes())
                .allSatisfy((tag, outcomes) ->
                        assertThat(outcomes).as(tag.toString()).hasSize(1));
    }

    /** Checks that the server received none of the requests twice. */
    void assertReceivedOnce(List<Frame> received) {
        assertThat(received.stream().flatMap(FaultScenario::tag).filter(requested::contains))
                .doesNotHaveDuplicates();
    }

    private static Stream<String> tag(Frame frame) {
        return frame instanceof Frame.Text(String text)
                ? TAG.matcher(text).results().map(found -> found.group(1))
                : Stream.empty();
    }
}
