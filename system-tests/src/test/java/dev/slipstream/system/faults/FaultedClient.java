package dev.slipstream.system.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import dev.slipstream.core.TopicCloseReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Joins two rooms and records its callbacks. */
final class FaultedClient implements SlipstreamClient {

    static final List<String> ROOMS = List.of("rooms:one", "rooms:two");
    static final String CONNECTED = "connected";

    private static final long PATIENCE_SECONDS = 60;

    private final Configuration configuration;
    private final BlockingQueue<String> recorded = new LinkedBlockingQueue<>();
    private final BlockingQueue<Object> answered = new LinkedBlockingQueue<>();
    private final Map<Object, List<Reply>> outcomes = new ConcurrentHashMap<>();
    private volatile long disconnectedAt;
    private volatile long connectedAt;

    FaultedClient(Configuration configuration) {
        this.configuration = configuration;
    }

    /** Waits for the next recorded event. */
    String next() throws InterruptedException {
        String next = recorded.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(next).as("an event within " + PATIENCE_SECONDS + " s").isNotNull();
        return next;
    }

    /** Whether the client records nothing for this time. */
    boolean isQuietFor(long millis) throws InterruptedException {
        return recorded.poll(millis, TimeUnit.MILLISECONDS) == null;
    }

    /** The time from the last disconnect to the last connect. */
    Duration lastAbsence() {
        return Duration.ofNanos(connectedAt - disconnectedAt);
    }

    /** Waits until this request has an outcome. */
    void awaitOutcome(Object tag) throws InterruptedException {
        Object next;
        do {
            next = answered.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(next).as("an outcome within " + PATIENCE_SECONDS + " s").isNotNull();
        } while (!next.equals(tag));
    }

    /** All outcomes, by tag. */
    Map<Object, List<Reply>> outcomes() {
        return outcomes;
    }

    @Override
    public Socket init(Socket socket) {
        return socket.connect(configuration).fold(ROOMS, (room, wanting) -> wanting.join(room));
    }

    @Override
    public Socket handleConnect(Socket socket) {
        connectedAt = System.nanoTime();
        recorded.add(CONNECTED);
        return socket;
    }

    @Override
    public Socket handleDisconnect(DisconnectReason reason, Socket socket) {
        disconnectedAt = System.nanoTime();
        recorded.add(Kind.of(reason));
        return socket;
    }

    @Override
    public Socket handleJoin(String topic, Payload response, Socket socket) {
        recorded.add("joined " + topic);
        return socket;
    }

    @Override
    public Socket handleTopicClose(String topic, TopicCloseReason reason, Socket socket) {
        recorded.add("closed " + topic);
        return socket;
    }

    @Override
    public Socket handleMessage(String topic, String event, Payload payload, Socket socket) {
        recorded.add("message " + event);
        return socket;
    }

    @Override
    public Socket handleOutcome(Object tag, Reply reply, Socket socket) {
        outcomes.computeIfAbsent(tag, first -> new ArrayList<>()).add(reply);
        answered.add(tag);
        return socket;
    }
}
