package dev.slipstream.system.bad;

import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import dev.slipstream.core.TopicCloseReason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Joins a room, sends a request, reads the room's messages as {@link Count}, and records every callback. */
final class RecordingClient implements SlipstreamClient {

    /** The longest wait for something that must happen. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Configuration configuration;
    private final Configuration afterTimeout;
    private final CountDownLatch disconnected = new CountDownLatch(1);
    private final List<String> recorded = new CopyOnWriteArrayList<>();
    private final CountDownLatch marked = new CountDownLatch(1);

    /** The type to which the client decodes the room's messages. */
    record Count(int n) {}

    RecordingClient(Configuration configuration) {
        this(configuration, configuration);
    }

    /** Connects with another configuration after a connect timeout. */
    RecordingClient(Configuration configuration, Configuration afterTimeout) {
        this.configuration = configuration;
        this.afterTimeout = afterTimeout;
    }

    /** Waits until the client recorded the end of a connection or of an attempt. */
    void awaitDisconnect() throws InterruptedException {
        disconnected.await();
    }

    /** Waits for the event {@code mark}, which the server sends after misbehaving. */
    boolean awaitMark() throws InterruptedException {
        return marked.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    List<String> recorded() {
        return recorded;
    }

    @Override
    public Socket init(Socket socket) {
        return socket.connect(configuration).join("room:a");
    }

    @Override
    public Socket handleConnect(Socket socket) {
        recorded.add("connected");
        return socket;
    }

    @Override
    public Socket handleDisconnect(DisconnectReason reason, Socket socket) {
        recorded.add(
                switch (reason) {
                    case DisconnectReason.Requested() -> "closed by us";
                    case DisconnectReason.Closed(int code, String text) -> "closed " + code;
                    case DisconnectReason.Failed(Failure failure) -> "lost: " + name(failure);
                    case DisconnectReason.ConnectFailed(Failure failure) -> "not connected: " + name(failure);
                });
        disconnected.countDown();
        boolean timedOut = reason instanceof DisconnectReason.ConnectFailed(Failure.ConnectTimedOut(var timeout));
        return timedOut ? socket.connect(afterTimeout) : socket;
    }

    @Override
    public Socket handleJoin(String topic, Payload response, Socket socket) {
        recorded.add("joined");
        return socket.request(topic, "ask", Map.of(), "asked");
    }

    @Override
    public Socket handleTopicClose(String topic, TopicCloseReason reason, Socket socket) {
        recorded.add("topic closed");
        return socket;
    }

    @Override
    public Socket handleLeave(String topic, Socket socket) {
        recorded.add("left");
        return socket;
    }

    @Override
    public Socket handleOutcome(Object tag, Reply reply, Socket socket) {
        if (tag.equals("asked")) {
            recorded.add(
                    switch (reply) {
                        case Reply.Ok(Payload response) -> "ok " + response.text();
                        case Reply.Error(Payload response) -> "error " + response.text();
                        case Reply.Other(String status, Payload response) -> status + " " + response.text();
                        case Reply.Lost(Failure failure, boolean maybeSent) -> "no reply: " + name(failure);
                    });
        }
        return socket;
    }

    @Override
    public Socket handleMessage(String topic, String event, Payload payload, Socket socket) {
        if (event.equals("mark")) {
            marked.countDown();
            return socket;
        }
        recorded.add(event + " " + payload.as(Count.class).n());
        return socket;
    }

    @Override
    public Socket handleFailure(Throwable thrown, String cause, Socket socket) {
        recorded.add(cause + " threw " + thrown.getClass().getSimpleName());
        return SlipstreamClient.super.handleFailure(thrown, cause, socket);
    }

    private static String name(Failure failure) {
        String name = failure.getClass().getSimpleName();
        return failure instanceof Failure.HandshakeRefused refused ? name + " " + refused.status() : name;
    }
}
