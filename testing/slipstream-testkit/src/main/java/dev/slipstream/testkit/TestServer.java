package dev.slipstream.testkit;

import dev.slipstream.core.Payload;
import dev.slipstream.core.Ref;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.core.serializer.Serializer;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.core.transport.Handshake;
import dev.slipstream.core.transport.Transport;
import dev.slipstream.core.transport.TransportListener;
import dev.slipstream.core.transport.TransportProvider;
import dev.slipstream.testkit.phoenix.ConnectRequest;
import dev.slipstream.testkit.phoenix.Framing;
import dev.slipstream.testkit.phoenix.PhoenixInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The server of a {@link SocketTest}. It records the clients' actions. It answers heartbeats and close frames, and does
 * everything else only when the test calls it.
 */
final class TestServer implements TransportProvider {

    private static final String HEARTBEATS = "phoenix";

    private final Log log = new Log();
    private final List<TestLink> links = new ArrayList<>();
    private final VirtualRuntime runtime;
    private Serializer serializer;
    private Framing framing;
    private boolean silent;

    TestServer(VirtualRuntime runtime, Serializer serializer) {
        this.runtime = runtime;
        this.serializer = serializer;
        this.framing = Framing.of(serializer);
    }

    /**
     * Uses this serializer for later connections.
     *
     * @throws IllegalStateException if a websocket with another serializer has not ended
     */
    void speak(Serializer format) {
        if (!serializer.equals(format) && alive() > 0) {
            throw new IllegalStateException("cannot speak " + format.vsn() + ": " + alive() + " websocket(s) with "
                    + serializer.vsn() + " are open; call speak before the client connects");
        }
        serializer = format;
        framing = Framing.of(format);
    }

    Serializer serializer() {
        return serializer;
    }

    Log log() {
        return log;
    }

    Payload encode(Object value) {
        return serializer.encode(value);
    }

    /** Stops answering heartbeats and close frames. */
    void fallSilent() {
        silent = true;
    }

    boolean isSilent() {
        return silent;
    }

    // --- websockets -------------------------------------------------------------------------------------------------

    @Override
    public String name() {
        return "test";
    }

    /** Clients may offer compression, but this server declines every offer. */
    @Override
    public boolean supportsCompression() {
        return true;
    }

    @Override
    public Transport open(Handshake handshake, TransportListener listener) {
        TestLink link = new TestLink(links.size() + 1, handshake, listener, this, runtime);
        links.add(link);
        log.add(
                runtime.now(),
                new ClientAction.Connect(
                        link.number(),
                        handshake.uri(),
                        ConnectRequest.of(handshake.uri().target(), headers(handshake))));
        return link;
    }

    private static Map<String, List<String>> headers(Handshake handshake) {
        Map<String, List<String>> lines = new LinkedHashMap<>();
        handshake
                .headers()
                .forEach(header -> lines.computeIfAbsent(
                                header.name().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                        .add(header.value()));
        if (!handshake.subprotocols().isEmpty()) {
            lines.put("sec-websocket-protocol", handshake.subprotocols());
        }
        return lines;
    }

    /** The link with this number. */
    TestLink link(int number) {
        return links.get(number - 1);
    }

    /**
     * The open link.
     *
     * @param doing the action of the test, for the exception's message
     * @throws IllegalStateException if no link is open
     */
    TestLink openLink(String doing) {
        return links.stream()
                .filter(link -> link.state() == TestLink.State.OPEN)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("cannot " + doing + ": the client is not connected, "
                        + (links.isEmpty() ? "it has not tried to connect" : "its last attempt is " + last().state())
                        + "; call acceptConnect first"));
    }

    /** Counts the websockets that are not closed. */
    long alive() {
        return links.stream()
                .filter(link -> link.state() != TestLink.State.ENDED)
                .count();
    }

    private TestLink last() {
        return links.get(links.size() - 1);
    }

    // --- what the client does ---------------------------------------------------------------------------------------

    void received(TestLink link, Frame frame) {
        if (!(framing.decode(link.number(), frame) instanceof PhoenixInput.Received(int number, Message message))) {
            throw new AssertionError("the client sent a frame that Phoenix cannot decode: " + frame);
        }
        if (message.topic().equals(HEARTBEATS)) {
            acknowledge(link, message);
        } else {
            log.add(runtime.now(), actionOf(number, message));
        }
    }

    private static ClientAction actionOf(int connection, Message message) {
        Ref ref = new Ref(String.valueOf(message.ref()));
        Ref joinRef = new Ref(String.valueOf(message.joinRef()));
        return switch (message.event()) {
            case "phx_join" -> new ClientAction.Join(connection, ref, message.topic(), message.payload());
            case "phx_leave" -> new ClientAction.Leave(connection, ref, message.topic(), joinRef);
            case String event ->
                new ClientAction.Push(connection, ref, message.topic(), event, message.payload(), joinRef);
        };
    }

    private void acknowledge(TestLink link, Message heartbeat) {
        if (!silent) {
            Message reply =
                    Message.reply(null, String.valueOf(heartbeat.ref()), HEARTBEATS, "ok", serializer.encode(Map.of()));
            runtime.at(runtime.now(), () -> link.deliver(framing.encode(reply)));
        }
    }

    void closing(TestLink link, int code) {
        log.add(runtime.now(), new ClientAction.Disconnect(link.number(), code));
    }

    // --- what the server does ---------------------------------------------------------------------------------------

    void send(TestLink link, Message message) {
        link.deliver(framing.encode(message));
    }

    /**
     * Replies to a join, leave or push.
     *
     * @throws IllegalStateException if the connection of the action is closed
     */
    void reply(ClientAction.Asked asked, String status, Object response) {
        TestLink link = link(asked.connection());
        if (link.state() != TestLink.State.OPEN) {
            throw new IllegalStateException("cannot answer \"" + asked + "\": connection " + asked.connection() + " is "
                    + link.state() + "; reply while the connection is open");
        }
        Message reply = Message.reply(
                asked.joinRef().value(), asked.ref().value(), asked.topic(), status, serializer.encode(response));
        if (asked instanceof ClientAction.Join && status.equals("ok")) {
            link.joined().put(asked.topic(), asked.joinRef().value());
        }
        send(link, reply);
        if (asked instanceof ClientAction.Leave) {
            end(link, asked.topic(), asked.joinRef().value(), "phx_close", Map.of());
        }
    }

    /** Ends a channel. */
    void end(TestLink link, String topic, String joinRef, String event, Object payload) {
        link.joined().remove(topic, joinRef);
        send(link, Message.of(joinRef, joinRef, topic, event, serializer.encode(payload)));
    }

    /**
     * Returns the ref of the topic's join that the test accepted.
     *
     * @throws IllegalStateException if the test accepted no join of the topic
     */
    static String joinRef(TestLink link, String topic, String doing) {
        String ref = link.joined().get(topic);
        if (ref == null) {
            throw new IllegalStateException("cannot " + doing + " " + topic + ": the client has joined "
                    + (link.joined().isEmpty() ? "no topic" : link.joined().keySet()) + "; call acceptJoin first");
        }
        return ref;
    }
}
