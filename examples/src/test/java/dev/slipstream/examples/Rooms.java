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
import dev.slipstream.testkit.server.PhoenixServer;
import dev.slipstream.testkit.phoenix.UserSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A server behind real sockets that lets everyone into every topic but those of {@code closed:}, says what it is told, and
 * answers each push with itself.
 */
final class Rooms implements AutoCloseable {

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final List<String> kept = new ArrayList<>();
    private final List<RunningClient> clients = new ArrayList<>();
    private final PhoenixServer server;

    Rooms() {
        this(request -> ConnectResult.ok());
    }

    /** Makes a server that decides who may connect. */
    Rooms(UserSocket.Connect connect) {
        server = PhoenixServer.start(UserSocket.at("/socket")
                .channel("closed:*", () -> (topic, params, context) -> JoinResult.error("closed"))
                .channel("*", Room::new)
                .withConnect(connect));
    }

    private final class Room implements PhoenixChannel {

        @Override
        public JoinResult join(String topic, Payload params, ChannelContext context) {
            told.add("join " + topic);
            return JoinResult.ok(params);
        }

        @Override
        public void handleIn(String event, Payload payload, ChannelContext context) {
            told.add(event + " " + payload.text());
            context.reply(payload);
        }

        @Override
        public void terminate(ChannelContext context) {
            told.add("leave " + context.topic());
        }
    }

    Configuration configuration() {
        return Configuration.of(server.uri().toString());
    }

    PhoenixServer server() {
        return server;
    }

    /** Starts a client against this server, which ends with it. */
    RunningClient start(Function<Configuration, SlipstreamClient> client) {
        RunningClient started = Slipstream.start(client.apply(configuration()));
        clients.add(started);
        return started;
    }

    /** Waits until the server was told this, which from then on does not count any more. */
    void awaitTold(String what) throws InterruptedException {
        while (!kept.remove(what)) {
            String next = told.poll(10, TimeUnit.SECONDS);
            assertThat(next).as("waiting for \"%s\", beside %s", what, kept).isNotNull();
            kept.add(next);
        }
    }

    /** Waits until the client knows that it is joined: the server's word is on its way for a while. */
    static void awaitJoined(RunningClient client, String topic) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
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
