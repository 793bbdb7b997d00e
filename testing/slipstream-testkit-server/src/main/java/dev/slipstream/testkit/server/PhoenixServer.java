package dev.slipstream.testkit.server;

import dev.slipstream.core.Payload;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.serializer.jackson.JacksonSerializer;
import dev.slipstream.testkit.phoenix.ConnectResult;
import dev.slipstream.testkit.phoenix.Endpoint;
import dev.slipstream.testkit.phoenix.FakePhoenix;
import dev.slipstream.testkit.phoenix.Framing;
import dev.slipstream.testkit.phoenix.PhoenixChannel;
import dev.slipstream.testkit.phoenix.PhoenixInput;
import dev.slipstream.testkit.phoenix.UserSocket;
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
 * {@link FakePhoenix} on real sockets, by default on the loopback interface, for tests of whole clients.
 *
 * <p>It answers like Phoenix, with the channels of its endpoint. To simulate network faults and operators, it can also
 * refuse handshakes, freeze, delay frames, cut connections, and drain. Any thread may call its methods. A method
 * returns after the server has performed the action.
 *
 * <p>It uses Phoenix's format V2, except for sockets with their own format. Messages may have up to 10 MB, as in
 * Phoenix.
 */
public final class PhoenixServer implements AutoCloseable {

    private static final int MAX_THREADS = 64;

    private final Endpoint endpoint;
    private final Server jetty;
    private final ServerConnector connector;
    private final ServerLoop loop;
    private final boolean isSecure;
    private final String host;

    private PhoenixServer(Endpoint endpoint, ServerSettings settings, ServerTime time) {
        this.endpoint = endpoint;
        this.isSecure = settings.certificate().isPresent();
        String address = settings.address().getHostAddress();
        this.host = settings.address() instanceof Inet6Address ? "[" + address + "]" : address;
        this.loop = new ServerLoop(endpoint, JacksonSerializer.standard(), time);
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS);
        threads.setName("phoenix-jetty");
        threads.setDaemon(true);
        this.jetty = new Server(threads);
        this.connector = connector(jetty, settings);
        jetty.addConnector(connector);
        WebSocketComponents components = WebSocketServerComponents.ensureWebSocketComponents(jetty);
        jetty.setHandler(new UpgradeHandler(loop, endpoint.webServer(), components, threads, settings.isCompressing()));
    }

    /** Starts a server with these sockets on a free port. It answers like the newest Phoenix that the model knows. */
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
     * @throws IllegalStateException if the server cannot start, for example because the port is in use
     */
    public static PhoenixServer start(Endpoint endpoint, ServerSettings settings) {
        return start(endpoint, settings, new RealTime());
    }

    static PhoenixServer start(Endpoint endpoint, ServerSettings settings, ServerTime time) {
        if (endpoint.sockets().isEmpty()) {
            throw new IllegalArgumentException(
                    "cannot start an endpoint without a socket; add one, so that clients can connect");
        }
        PhoenixServer server = new PhoenixServer(endpoint, settings, time);
        try {
            server.jetty.start();
        } catch (Exception e) {
            server.close();
            throw new IllegalStateException("cannot start a server on port " + settings.port(), e);
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
        // The server accepts any requested host, so that a test can show that the client detects a wrong certificate.
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

    /** The URI of the endpoint's first socket. */
    public URI uri() {
        return uri(endpoint.sockets().get(0).path());
    }

    /**
     * The URI of the socket at this path.
     *
     * @throws IllegalArgumentException if no socket has this path
     */
    public URI uri(String path) {
        Optional<UserSocket> socket = endpoint.socketFor(path + "/websocket");
        if (socket.isEmpty()) {
            throw new IllegalArgumentException("no socket has the path " + path);
        }
        return URI.create((isSecure ? "wss://" : "ws://") + host + ":" + port() + path + "/websocket");
    }

    /** The port that the server listens on. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Broadcasts an event to all clients of a topic. */
    public void broadcast(String topic, String event, Object payload) {
        Payload encoded = JacksonSerializer.standard().encode(payload);
        new Framing(JacksonSerializer.standard()).encode(Message.of(null, null, topic, event, encoded));
        tell(new PhoenixInput.Broadcast(topic, event, encoded));
    }

    /** Sends all channels of this topic a message for {@link PhoenixChannel#handleInfo}. */
    public void tell(String topic, Object message) {
        tell(new PhoenixInput.Tell(topic, message));
    }

    /** Closes the connections of this socket id, like a {@code disconnect} broadcast. */
    public void disconnect(String socketId) {
        tell(new PhoenixInput.Disconnect(socketId));
    }

    /** Closes all connections, like a graceful stop of Phoenix. Connections with a joined channel get code 1012. */
    public void drain() {
        tell(new PhoenixInput.Drain());
    }

    /** Refuses the next {@code count} handshakes with this status. */
    public void refuseNext(int count, int status) {
        refuseNext(count, new ConnectResult.Refused(status, Map.of(), ""));
    }

    /** Refuses the next {@code count} handshakes with this response. */
    public void refuseNext(int count, ConnectResult.Refused answer) {
        tell(new PhoenixInput.RefuseNext(count, answer));
    }

    private void tell(PhoenixInput input) {
        loop.tell(input);
        loop.connections(); // returns after the input has been processed
    }

    /** Cuts the TCP connections of all websockets without a close frame. */
    public void cutConnections() {
        loop.cutAll();
    }

    /** Stops reading and sending. Handshakes get no answer, but TCP stays open. */
    public void freeze() {
        loop.freeze();
    }

    /** Continues after {@link #freeze}, and processes the frames that arrived meanwhile. */
    public void thaw() {
        loop.thaw();
    }

    /** Delays all later frames and handshake answers by this time, without changing their order. */
    public void delay(Duration time) {
        loop.delay(time);
    }

    ServerLoop loop() {
        return loop;
    }

    /** The number of open websockets. */
    public int connections() {
        return loop.connections();
    }

    /** The presences of a topic, as {@link dev.slipstream.testkit.phoenix.ChannelContext#presences} returns them. */
    public Payload presences(String topic) {
        return loop.presences(topic);
    }

    /** The last 10,000 messages that the server received or sent, in order. */
    public List<Exchange> exchanges() {
        return loop.exchanges();
    }

    /** The exceptions that channels, sockets and the server threw. */
    public List<Throwable> crashes() {
        return loop.crashes();
    }

    /**
     * Stops the server and its threads, and cuts TCP connections. For a graceful stop, call {@link #drain} first.
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
