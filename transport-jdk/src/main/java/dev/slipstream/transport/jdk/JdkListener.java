package dev.slipstream.transport.jdk;

import dev.slipstream.core.transport.Frame;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What the JDK calls: puts messages together and hands everything on to the transport.
 *
 * <p>Each callback uses one of the requested invocations: the transport asks for another, unless its owner paused.
 */
final class JdkListener implements WebSocket.Listener {

    private final JdkTransport transport;
    private final JdkAssembly assembly;

    JdkListener(JdkTransport transport, JdkAssembly assembly) {
        this.transport = transport;
        this.assembly = assembly;
    }

    @Override
    public void onOpen(WebSocket socket) {
        transport.opened(socket);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
        handOn(assembly.add(part, last));
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer part, boolean last) {
        handOn(assembly.add(part, last));
        return null;
    }

    private void handOn(@Nullable Frame whole) {
        if (whole != null) {
            transport.received(whole);
        } else if (assembly.isTooLarge()) {
            transport.tooLarge();
        } else {
            transport.partReceived();
        }
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket socket, ByteBuffer message) {
        transport.pinged(socket);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
        transport.ponged(socket);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        transport.closed(code, reason);
        return null; // which lets the JDK answer at once, with the same code
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        transport.broke(error);
    }
}
