package dev.slipstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Configuration;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.core.transport.Handshake;
import dev.slipstream.core.transport.Transport;
import dev.slipstream.core.transport.TransportListener;
import dev.slipstream.core.transport.TransportProvider;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A websocket library in memory. The test provides the server. The server's methods usually run on the thread that
 * calls the transport.
 */
final class FakeTransports implements TransportProvider {

    /** The behavior of the server. By default it opens each websocket, replies like Phoenix, and accepts a close. */
    interface Server {

        /** The client opens a websocket; the client's call of {@code open} has not returned yet. */
        default void opening(FakeSocket socket) {
            socket.open();
        }

        /** The client flushed this message. */
        default void took(FakeSocket socket, Message message) {
            socket.answer(message);
        }

        /** The client resumed reading. */
        default void resumed(FakeSocket socket) {}

        /** The client closes the websocket. */
        default void closing(FakeSocket socket) {
            socket.end(new DisconnectReason.Requested());
        }
    }

    /** A server with the default behavior. */
    static final Server PHOENIX = new Server() {};

    private final Server server;
    private final BlockingQueue<FakeSocket> unseen = new LinkedBlockingQueue<>();
    private final List<FakeSocket> all = new CopyOnWriteArrayList<>();

    FakeTransports() {
        this(PHOENIX);
    }

    FakeTransports(Server server) {
        this.server = server;
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public Transport open(Handshake handshake, TransportListener listener) {
        FakeSocket socket = new FakeSocket(server, listener);
        all.add(socket);
        unseen.add(socket);
        server.opening(socket);
        return socket;
    }

    /** Waits for the client's next websocket. */
    FakeSocket next() {
        return polled(unseen, "no websocket was opened");
    }

    List<FakeSocket> all() {
        return all;
    }

    StartOptions options() {
        return builder().build();
    }

    StartOptions.Builder builder() {
        return StartOptions.builder().transport(this).seed(1);
    }

    /** A configuration with short reconnect delays. */
    static Configuration configuration() {
        return Configuration.builder("ws://localhost/socket/websocket")
                .reconnectBackoff(dev.slipstream.core.Backoff.exact(List.of(java.time.Duration.ofMillis(5))))
                .build();
    }

    static <T> T polled(BlockingQueue<T> queue, String otherwise) {
        try {
            @Nullable T found = queue.poll(Journal.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(found).as(otherwise).isNotNull();
            return java.util.Objects.requireNonNull(found);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }
}
