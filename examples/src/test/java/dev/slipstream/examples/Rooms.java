package dev.slipstream.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.RunningClient;
import dev.slipstream.Slipstream;
import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Payload;
import dev.slipstream.testkit.phoenix.ChannelContext;
import dev.slipstream.testkit.phoenix.ConnectResult;
import dev.slipstream.testkit.phoenix.JoinResult;
import dev.slipstream.testkit.phoenix.PhoenixChannel;
import dev.slipstream.testkit.phoenix.UserSocket;
import dev.slipstream.testkit.server.PhoenixServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A server over real sockets. It accepts joins of all topics except {@code closed:*}, records what it receives, and
 * replies to each push with the payload of the push.
 */
final class Rooms implements AutoCloseable {

    /**
     * The longest wait for the server or a client. Long, because other tests run at the same time, and the first
     * connection of a JVM takes long on a busy machine.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final List<String> kept = new ArrayList<>();
    private final List<RunningClient> clients = new ArrayList<>();
    private final PhoenixServer server;

    Rooms() {
        this(request -> ConnectResult.ok());
    }

    /** Makes a server that accepts or refuses connections by this rule. */
    Rooms(UserSocket.Connect connect) {
        server = PhoenixServer.start(UserSocket.at("/socket")
                .channel("closed:*", () -> (topic, params, context) -> JoinResult.error("closed"))
                .channel("*", Room::new)
                .withConnect(connect));
    }

    private final class Room implements PhoenixChannel {

        @Override
        public JoinResult join(String topic, Payload params, ChannelContext context) {
            received.add("join " + topic);
            return JoinResult.ok(params);
        }

        @Override
        public void handleIn(String event, Payload payload, ChannelContext context) {
            received.add(event + " " + payload.text());
            context.reply(payload);
        }

        @Override
        public void terminate(ChannelContext context) {
            received.add("leave " + context.topic());
        }
    }

    Configuration configuration() {
        return Configuration.builder(server.uri())
                .connectTimeout(PATIENCE)
                .joinTimeout(PATIENCE)
                .requestTimeout(PATIENCE)
                .build();
    }

    PhoenixServer server() {
        return server;
    }

    /** Starts a client of this server. Closing the server closes the client. */
    RunningClient start(Function<Configuration, SlipstreamClient> client) {
        RunningClient started = Slipstream.start(client.apply(configuration()));
        clients.add(started);
        return started;
    }

    /** Waits until the server has recorded this text, and removes it from the record. */
    void awaitReceived(String what) throws InterruptedException {
        while (!kept.remove(what)) {
            String next = received.poll(60, TimeUnit.SECONDS);
            assertThat(next).as("waiting for \"%s\", received %s", what, kept).isNotNull();
            kept.add(next);
        }
    }

    /** Waits until the client has processed the reply to its join. */
    static void awaitJoined(RunningClient client, String topic) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!client.socket().isJoined(topic)) {
            assertThat(System.nanoTime())
                    .as("%s is %s", topic, client.socket().status(topic))
                    .isLessThan(end);
            Thread.sleep(2);
        }
    }

    @Override
    public void close() {
        clients.forEach(RunningClient::close);
        server.close();
    }
}
