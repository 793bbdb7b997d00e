package dev.slipstream.transport.netty;

import dev.slipstream.core.Compression;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.core.transport.Handshake;
import dev.slipstream.core.transport.Transport;
import dev.slipstream.core.transport.TransportListener;
import dev.slipstream.core.transport.UpgradeUri;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A websocket over Netty that notes the calls of its listener. */
final class Websocket implements TransportListener {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();
    private final CompletableFuture<Transport> transport = new CompletableFuture<>();
    private final Consumer<Transport> atOpening;
    private volatile boolean continues = true;

    private Websocket(Consumer<Transport> atOpening) {
        this.atOpening = atOpening;
    }

    static Websocket open(URI uri) {
        return open(uri, transport -> {});
    }

    /**
     * Opens a websocket, and runs the action inside {@code opened}. If {@code opened} is called before the provider's
     * {@code open} has returned, the action runs when {@code open} returns.
     */
    static Websocket open(URI uri, Consumer<Transport> atOpening) {
        return open(uri, atOpening, Optional.empty(), 1000);
    }

    /** Opens a websocket that offers compression, and may queue this number of messages to send. */
    static Websocket open(URI uri, Compression compression, int maxOutboundFrames) {
        return open(uri, transport -> {}, Optional.of(compression), maxOutboundFrames);
    }

    private static Websocket open(
            URI uri, Consumer<Transport> atOpening, Optional<Compression> compression, int maxOutboundFrames) {
        Websocket websocket = new Websocket(atOpening);
        websocket.transport.complete(new NettyTransportProvider()
                .open(
                        new Handshake(
                                UpgradeUri.of(uri.toString()),
                                List.of(),
                                List.of(),
                                Optional.empty(),
                                Optional.empty(),
                                PATIENCE,
                                PATIENCE,
                                8 << 20,
                                maxOutboundFrames,
                                16 << 20,
                                compression),
                        websocket));
        return websocket;
    }

    Transport transport() {
        return transport.join();
    }

    void send(String text) {
        transport().send(new Frame.Text(text));
        transport().flush();
    }

    /** Sets whether this listener continues to read after each of the next messages. */
    void goOn(boolean on) {
        continues = on;
    }

    String next() throws InterruptedException {
        String next = calls.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return next == null ? "nothing" : next;
    }

    /** Waits for this call, and skips the calls before it. */
    void await(String call) throws InterruptedException {
        String next = next();
        while (!next.equals(call)) {
            if (next.equals("nothing") || next.startsWith("ended")) {
                throw new AssertionError(next + " instead of " + call);
            }
            next = next();
        }
    }

    boolean isSilent() {
        return calls.isEmpty();
    }

    @Override
    public void opened(Map<String, List<String>> headers) {
        transport.thenAccept(atOpening); // this thread may be inside open, which has not returned the transport yet
        calls.add("opened");
    }

    @Override
    public boolean received(Frame frame) {
        calls.add(
                switch (frame) {
                    case Frame.Text(String text) -> text;
                    case Frame.Binary binary -> binary.weight() + " bytes";
                });
        return continues;
    }

    @Override
    public void readComplete() {}

    @Override
    public void writable() {}

    @Override
    public void pinged() {
        calls.add("pinged");
    }

    @Override
    public void ponged() {
        calls.add("ponged");
    }

    @Override
    public void ended(DisconnectReason reason) {
        calls.add("ended " + reason);
    }
}
