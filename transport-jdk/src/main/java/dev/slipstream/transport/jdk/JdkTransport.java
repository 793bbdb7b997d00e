package dev.slipstream.transport.jdk;

import dev.slipstream.core.machine.websocket.WebSocketBinding;
import dev.slipstream.core.machine.websocket.WebSocketInput;
import dev.slipstream.core.machine.websocket.WebSocketLibrary;
import dev.slipstream.core.machine.websocket.WebSocketTransport;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.core.transport.Handshake;
import dev.slipstream.core.transport.ProxyChoice;
import dev.slipstream.core.transport.Transport;
import dev.slipstream.core.transport.TransportListener;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Connects one JDK websocket to the state machine that controls it, a {@code WebSocketMachine}.
 *
 * <p>Holds no reference to the handshake once the websocket is open, so that the query and its tokens are released. The
 * field {@code lease} and the fields below it need no lock: only tasks of {@link WebSocketTransport} use them, one
 * after another.
 */
final class JdkTransport implements WebSocketBinding {

    /**
     * How many parts of messages the transport requests at first, with {@link WebSocket#request}. A part has at most
     * 16 KiB. When the JDK has delivered all requested parts, it stops reading. Then it misses the end of TCP and
     * answers no ping. If the transport then requests more, the JDK's reader runs on the requesting thread, in addition
     * to the JDK's own thread. If TCP ends while both threads read, the JDK may never report the end. So the transport
     * requests more parts when half of them are delivered, unless reading is paused.
     */
    private static final int DEMAND = 64;

    private static final Consumer<JdkTransport> PART_READ = JdkTransport::countPart;

    private final JdkClients clients;
    private final WebSocketTransport transport;

    // --- fields of the serial queue ---------------------------------------------------------------------------------
    private JdkClients.@Nullable Lease lease;
    private @Nullable CompletableFuture<WebSocket> attempt;
    private @Nullable WebSocket socket;
    private int unrequested; // how many parts were delivered since the last request

    JdkTransport(Handshake handshake, TransportListener listener, JdkClients clients) {
        this.clients = clients;
        this.transport = new WebSocketTransport(handshake, listener, this);
    }

    Transport open(Handshake handshake) {
        // On a new thread, because a proxy selector is user code and may block. The first use of TLS may block too.
        transport.open(() -> Thread.ofVirtual()
                .name("slipstream-jdk-connect")
                .start(() -> connect(handshake, new JdkFailures(handshake))));
        return transport;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the next step only adds a task to the queue, and never throws
    private void connect(Handshake handshake, JdkFailures failures) {
        try {
            if (!handshake.uri().hasStandardHost()) {
                transport.accept(new WebSocketInput.OpeningFailed(JdkFailures.ofHost(handshake.uri())));
                return;
            }
            Optional<InetSocketAddress> proxy = ProxyChoice.of(handshake);
            failures.goesThroughProxy(proxy.isPresent());
            JdkClients.Lease held = clients.lease(handshake.tls(), proxy);
            transport.keep(() -> lease = held);
            WebSocket.Builder builder = held.client().newWebSocketBuilder().connectTimeout(handshake.connectTimeout());
            handshake.headers().forEach(header -> builder.header(header.name(), header.value()));
            List<String> offered = handshake.subprotocols();
            if (!offered.isEmpty()) {
                builder.subprotocols(
                        offered.getFirst(), offered.subList(1, offered.size()).toArray(String[]::new));
            }
            CompletableFuture<WebSocket> opening =
                    builder.buildAsync(URI.create(handshake.uri().text()), new JdkListener(this, transport));
            transport.keep(() -> attempt = opening);
            // Here, and not in onOpen, the transport reports that the websocket is open. The thread that calls onOpen
            // may still run the JDK's reader, and a callback that blocks this thread would stop the reader.
            opening.whenComplete((opened, error) -> transport.keep(() -> {
                attempt = null;
                transport.accept(
                        error == null
                                ? new WebSocketInput.Opened(Map.of())
                                : new WebSocketInput.OpeningFailed(failures.ofHandshake(error)));
            }));
        } catch (Throwable e) { // open() never throws, even if the JDK or a user's proxy selector does
            transport.keep(() -> transport.accept(new WebSocketInput.OpeningFailed(failures.ofHandshake(e))));
        }
    }

    // --- reports of the JDK's listener ------------------------------------------------------------------------------

    void opened(WebSocket opened) {
        opened.request(DEMAND);
        transport.keep(() -> socket = opened);
    }

    void partRead() {
        transport.run(PART_READ, this);
    }

    private void countPart() {
        unrequested++;
        request();
    }

    /**
     * When half of the requested parts have been read, requests as many parts as have been read. Requests nothing while
     * reading is paused. During a pause the JDK still reads the parts that are already requested.
     */
    private void request() {
        if (unrequested < DEMAND / 2 || socket == null) {
            return;
        }
        if (!transport.mayRead()) {
            transport.readingStopped();
            return;
        }
        socket.request(unrequested);
        unrequested = 0;
    }

    // --- commands of the state machine ------------------------------------------------------------------------------

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the next step only adds a task to the queue, and never throws
    public boolean write(Frame frame) {
        WebSocket open = Objects.requireNonNull(socket, "written before it was open");
        CompletableFuture<WebSocket> sent = switch (frame) {
            case Frame.Text(String text) -> open.sendText(text, true);
            case Frame.Binary(byte[] bytes) -> open.sendBinary(ByteBuffer.wrap(bytes), true);
        };
        if (sent.isDone() && !sent.isCompletedExceptionally()) {
            return true; // most writes are complete here; a further completion stage would cost more than the write
        }
        sent.whenComplete((done, error) -> {
            if (error == null) {
                transport.written();
            } else {
                transport.accept(new WebSocketInput.WriteFailed(JdkFailures.ofWrite(error)));
            }
        });
        return false;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the next step only adds a task to the queue, and never throws
    public void writeClose(int code, String text) {
        Objects.requireNonNull(socket, "closed before it was open")
                .sendClose(code, text)
                .whenComplete((done, error) -> {
                    if (error != null) {
                        transport.accept(JdkFailures.ofConnection(error));
                    }
                });
    }

    @Override
    public void readOn() {
        request();
    }

    @Override
    public void cut() {
        if (attempt != null) {
            attempt.cancel(true);
        }
        if (socket != null) {
            socket.abort(); // so that the HTTP client no longer counts this websocket as open
        }
        if (lease != null) {
            lease.release();
            lease = null;
        }
    }

    @Override
    public WebSocketLibrary library() {
        return clients.library();
    }
}
