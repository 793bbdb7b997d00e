package dev.slipstream.testkit.server;

import dev.slipstream.testkit.phoenix.ConnectResult;
import dev.slipstream.testkit.phoenix.Endpoint;
import dev.slipstream.testkit.phoenix.FakePhoenix;
import dev.slipstream.testkit.phoenix.Framing;
import dev.slipstream.testkit.phoenix.PhoenixChannel;
import dev.slipstream.testkit.phoenix.PhoenixInput;
import dev.slipstream.testkit.phoenix.UserSocket;
import dev.slipstream.core.Payload;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.serializer.jackson.JacksonSerializer;
import java.net.Inet6Address;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.server.WebSocketServerComponents;

/**
 * {@link FakePhoenix} behind real sockets, on the loopback interface by default: for tests of whole clients.
 *
 * <p>It answers as Phoenix does, with the channels of its endpoint. Beside that it does what networks and operators do to
 * servers: refuse, freeze, delay, cut, drain. Its methods are called from any thread, and what they ask has been done
 * when they return, as far as the server is concerned.
 *
 * <p>It speaks Phoenix's V2 format, or one that a socket brings. Messages may have 10 MB, as there.
 */
public final class PhoenixServer implements AutoCloseable {

    private static final int MAX_THREADS = 64;

    private final Endpoint endpoint;
    private final Server jetty;
    private final ServerConnector connector;
    private final ServerLoop loop;
    private final boolean isSecure;
    private final String host;

    private PhoenixServer(Endpoint endpoint, ServerSettings settings) {
        this.endpoint = endpoint;
        this.isSecure = settings.certificate().isPresent();
        String address = settings.address().getHostAddress();
        this.host = settings.address() instanceof Inet6Address ? "[" + address + "]" : address;
        this.loop = new ServerLoop(endpoint, JacksonSerializer.standard(), settings.gathering());
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS);
        threads.setName("phoenix-jetty");
        threads.setDaemon(true);
        this.jetty = new Server(threads);
        this.connector = connector(jetty, settings);
        jetty.addConnector(connector);
        WebSocketComponents components = WebSocketServerComponents.ensureWebSocketComponents(jetty);
        jetty.setHandler(new UpgradeHandler(loop, endpoint.webServer(), components, threads));
    }

    /** Starts a server with these sockets, as the newest Phoenix that the model knows, on a free port. */
    public static PhoenixServer start(UserSocket... sockets) {
        return start(Endpoint.of(sockets));
    }

    /** Starts a server on a free port. */
    public static PhoenixServer start(Endpoint endpoint) {
        return start(endpoint, ServerSettings.standard());
    }

    /**
     * Starts a server.
     *
     * @throws IllegalArgumentException if the endpoint has no socket
     * @throws IllegalStateException if it does not start, such as on a port that is taken
     */
    public static PhoenixServer start(Endpoint endpoint, ServerSettings settings) {
        if (endpoint.sockets().isEmpty()) {
            throw new IllegalArgumentException(
                    "cannot start an endpoint without a socket; add one, so that clients can connect");
        }
        PhoenixServer server = new PhoenixServer(endpoint, settings);
        try {
            server.jetty.start();
        } catch (Exception e) {
            server.close();
            throw new IllegalStateException("no server on port " + settings.port(), e);
        }
        return server;
    }

    private static ServerConnector connector(Server jetty, ServerSettings settings) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        ServerConnector connector = settings.certificate()
                .map(certificate -> secure(jetty, http, certificate))
                .orElseGet(() -> new ServerConnector(jetty, 1, 1, new HttpConnectionFactory(http)));
        connector.setHost(settings.address().getHostAddress());
        connector.setPort(settings.port());
        return connector;
    }

    private static ServerConnector secure(Server jetty, HttpConfiguration http, TestCertificate certificate) {
        // Which host a client asks for is the client's matter here, such as when it must find the certificate wrong.
        SecureRequestCustomizer customizer = new SecureRequestCustomizer();
        customizer.setSniHostCheck(false);
        customizer.setSniRequired(false);
        http.addCustomizer(customizer);
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStorePath(certificate.keystore().toString());
        tls.setKeyStorePassword(certificate.password());
        HttpConnectionFactory plain = new HttpConnectionFactory(http);
        return new ServerConnector(jetty, 1, 1, new SslConnectionFactory(tls, plain.getProtocol()), plain);
    }

    /** Where clients find the first of the endpoint's sockets. */
    public URI uri() {
        return uri(endpoint.sockets().get(0).path());
    }

    /**
     * Where clients find the socket at this path.
     *
     * @throws IllegalArgumentException if there is none
     */
    public URI uri(String path) {
        Optional<UserSocket> socket = endpoint.socketFor(path + "/websocket");
        if (socket.isEmpty()) {
            throw new IllegalArgumentException("no socket at " + path);
        }
        return URI.create((isSecure ? "wss://" : "ws://") + host + ":" + port() + path + "/websocket");
    }

    /** The port it listens on. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Sends an event to all who joined a topic. */
    public void broadcast(String topic, String event, Object payload) {
        Payload encoded = JacksonSerializer.standard().encode(payload);
        new Framing(JacksonSerializer.standard()).encode(Message.of(null, null, topic, event, encoded));
        tell(new PhoenixInput.Broadcast(topic, event, encoded));
    }

    /** Has {@link PhoenixChannel#handleInfo} called on all channels of this topic. */
    public void tell(String topic, Object message) {
        tell(new PhoenixInput.Tell(topic, message));
    }

    /** Closes the connections of this socket id, as a {@code disconnect} broadcast does. */
    public void disconnect(String socketId) {
        tell(new PhoenixInput.Disconnect(socketId));
    }

    /** Closes all connections as a server does that stops gracefully: 1012 where a channel is joined. */
    public void drain() {
        tell(new PhoenixInput.Drain());
    }

    /** Answers the next handshakes with this status. */
    public void refuseNext(int count, int status) {
        refuseNext(count, new ConnectResult.Refused(status, Map.of(), ""));
    }

    /** Answers the next handshakes so. */
    public void refuseNext(int count, ConnectResult.Refused answer) {
        tell(new PhoenixInput.RefuseNext(count, answer));
    }

    private void tell(PhoenixInput input) {
        loop.tell(input);
        loop.connections(); // queued after the input, so the input was processed
    }

    /** Cuts the TCP connections of all websockets, with no close frame. */
    public void cutConnections() {
        loop.cutAll();
    }

    /** Neither reads nor answers from here on, handshakes included, while TCP stays open. */
    public void freeze() {
        loop.freeze();
    }

    /** Continues after {@link #freeze}, and processes the frames that arrived meanwhile. */
    public void thaw() {
        loop.thaw();
    }

    /** Holds back all that it sends from here on for this long, in order. */
    public void delay(Duration time) {
        loop.delay(time);
    }

    /** How many websockets are open. */
    public int connections() {
        return loop.connections();
    }

    /** The messages that went both ways, the last 10,000 of them, by the order in which the server took or sent them. */
    public List<Exchange> exchanges() {
        return loop.exchanges();
    }

    /** What code of channels and sockets threw, or the server itself: to the client only a crash shows. */
    public List<Throwable> crashes() {
        return loop.crashes();
    }

    /**
     * Ends the server and its threads. TCP connections are cut; {@link #drain} before it to say goodbye.
     *
     * @throws IllegalStateException if a channel's code does not return
     */
    @Override
    public void close() {
        try {
            jetty.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the server did not stop; see the cause", e);
        } finally {
            loop.close();
        }
    }
}
