package dev.slipstream.transport.jdk;

import dev.slipstream.core.machine.websocket.WebSocketInput;
import dev.slipstream.core.machine.websocket.WebSocketTransport;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The listener of one JDK websocket. The JDK calls it from one thread at a time.
 *
 * <p>With {@link WebSocket#request} the transport allows the JDK to deliver a number of message parts and control
 * frames. Each delivery lowers this number by one. {@link JdkTransport} requests more parts before the number is 0. For
 * each ping and pong this listener requests one more delivery, so that control frames leave the number unchanged.
 */
final class JdkListener implements WebSocket.Listener {

    private static final WebSocketInput PINGED = new WebSocketInput.Pinged();
    private static final WebSocketInput PONGED = new WebSocketInput.Ponged();

    private final JdkTransport jdk;
    private final WebSocketTransport transport;
    private boolean isReported;

    JdkListener(JdkTransport jdk, WebSocketTransport transport) {
        this.jdk = jdk;
        this.transport = transport;
    }

    @Override
    public void onOpen(WebSocket socket) {
        jdk.opened(socket);
    }

    /**
     * Reports that the websocket is open, before the first report of an event. {@code JdkTransport} also reports this
     * when the future of the attempt completes, but the JDK may call this listener earlier.
     */
    private void reportOpened() {
        if (!isReported) {
            isReported = true;
            transport.accept(new WebSocketInput.Opened(Map.of()));
        }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
        reportOpened();
        transport.textPart(part, last);
        jdk.partRead();
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer part, boolean last) {
        reportOpened();
        transport.binaryPart(part, last);
        jdk.partRead();
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket socket, ByteBuffer message) {
        reportOpened();
        transport.accept(PINGED);
        socket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
        reportOpened();
        transport.accept(PONGED);
        socket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        reportOpened();
        transport.accept(new WebSocketInput.CloseReceived(code, reason));
        return null; // with null, the JDK answers the close frame at once, with the same code
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        reportOpened();
        transport.accept(JdkFailures.ofConnection(error));
    }
}
