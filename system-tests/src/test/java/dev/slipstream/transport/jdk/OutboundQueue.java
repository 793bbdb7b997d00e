package dev.slipstream.transport.jdk;

import static dev.slipstream.system.concurrency.ParallelRun.check;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.core.transport.Handshake;
import dev.slipstream.core.transport.TransportListener;
import dev.slipstream.system.concurrency.ParallelRun;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Messages are sent while the library is through with earlier ones: each is written once, in order, one at a time, and
 * what is written makes room again.
 */
public final class OutboundQueue implements Runnable {

    private static final int BOUND = 2;
    private static final Handshake HANDSHAKE = new Handshake(
            URI.create("ws://localhost/socket/websocket"),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            1 << 20,
            BOUND,
            1 << 20);
    private static final JdkClients CLIENTS = new JdkClients();

    private final Queue<String> written = new ConcurrentLinkedQueue<>();
    private final Queue<CompletableFuture<WebSocket>> writing = new ConcurrentLinkedQueue<>();

    @Override
    public void run() {
        written.clear();
        writing.clear();
        JdkTransport transport = new JdkTransport(HANDSHAKE, new Deaf(), CLIENTS);
        transport.opened(new Library());
        boolean[] taken = new boolean[3];
        ParallelRun.run(
                () -> {
                    for (int i = 0; i < 3; i++) {
                        taken[i] = transport.send(new Frame.Text("" + i));
                        transport.flush();
                    }
                },
                this::completeOne,
                this::completeOne);
        while (complete()) {}

        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 3; i++) {
            expected.append(taken[i] ? i + " " : "");
        }
        check(taken[0] && taken[1], "what there is room for is taken");
        check(String.join(" ", written).equals(expected.toString().strip()), "written is what was taken: " + written);
        for (int i = 0; i < BOUND; i++) {
            check(transport.send(new Frame.Text("more")), "there is room again for " + BOUND + ", and not only " + i);
        }
        check(!transport.send(new Frame.Text("too much")), "there is room for no more");
    }

    private void completeOne() {
        boolean unused = complete();
    }

    private boolean complete() {
        CompletableFuture<WebSocket> one = writing.poll();
        if (one != null) {
            one.complete(null);
        }
        return one != null;
    }

    /** Is through with a message when the scenario says so. */
    private final class Library implements WebSocket {

        @Override
        public CompletableFuture<WebSocket> sendText(CharSequence text, boolean last) {
            check(writing.isEmpty(), "one is written at a time");
            written.add(text.toString());
            CompletableFuture<WebSocket> one = new CompletableFuture<>();
            writing.add(one);
            return one;
        }

        @Override
        public CompletableFuture<WebSocket> sendBinary(ByteBuffer bytes, boolean last) {
            throw new IllegalStateException("no bytes were sent");
        }

        @Override
        public CompletableFuture<WebSocket> sendPing(ByteBuffer message) {
            throw new IllegalStateException("no ping was sent");
        }

        @Override
        public CompletableFuture<WebSocket> sendPong(ByteBuffer message) {
            throw new IllegalStateException("no pong was sent");
        }

        @Override
        public CompletableFuture<WebSocket> sendClose(int code, String reason) {
            throw new IllegalStateException("nothing was closed");
        }

        @Override
        public void request(long count) {}

        @Override
        public String getSubprotocol() {
            return "";
        }

        @Override
        public boolean isOutputClosed() {
            return false;
        }

        @Override
        public boolean isInputClosed() {
            return false;
        }

        @Override
        public void abort() {}
    }

    private static final class Deaf implements TransportListener {

        @Override
        public void opened(Map<String, List<String>> headers) {}

        @Override
        public boolean received(Frame frame) {
            return true;
        }

        @Override
        public void readComplete() {}

        @Override
        public void pinged() {}

        @Override
        public void ponged() {}

        @Override
        public void ended(DisconnectReason reason) {
            throw new IllegalStateException("it ended: " + reason);
        }
    }
}
