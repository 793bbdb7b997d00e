package dev.slipstream.bench.peer;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The JDK's websocket with unlimited demand, so it never slows the server down. */
final class JdkPeer extends BarePeer implements WebSocket.Listener {

    private final HttpClient client = HttpClient.newHttpClient();
    private final StringBuilder parts = new StringBuilder();
    private @Nullable WebSocket socket;
    private @Nullable Outgoing outgoing;

    @Override
    public void connect(URI uri, int topics) throws Exception {
        WebSocket opened = client.newWebSocketBuilder()
                .buildAsync(withVersion(uri), this)
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        socket = opened;
        outgoing = new Outgoing(opened);
        join(topics);
    }

    @Override
    void send(String text) {
        Outgoing open = outgoing;
        if (open == null) {
            throw new IllegalStateException("not connected");
        }
        open.send(text);
    }

    @Override
    public void onOpen(WebSocket opened) {
        opened.request(Long.MAX_VALUE);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        if (last && parts.isEmpty()) {
            take(part.toString());
        } else {
            parts.append(part);
            if (last) {
                String whole = parts.toString();
                parts.setLength(0);
                take(whole);
            }
        }
        return null;
    }

    @Override
    public void close() {
        end();
        WebSocket open = socket;
        if (open != null) {
            open.abort();
        }
        client.shutdownNow();
    }
}
