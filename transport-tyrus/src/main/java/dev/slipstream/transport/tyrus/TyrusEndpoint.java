package dev.slipstream.transport.tyrus;

import dev.slipstream.core.transport.Frame;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What Tyrus calls: puts messages together and hands everything on to the transport. */
final class TyrusEndpoint extends Endpoint {

    private final TyrusTransport transport;
    private final TyrusAssembly assembly;

    TyrusEndpoint(TyrusTransport transport, TyrusAssembly assembly) {
        this.transport = transport;
        this.assembly = assembly;
    }

    @Override
    public void onOpen(Session session, EndpointConfig config) {
        // With the types named: Tyrus finds none in lambdas.
        session.addMessageHandler(String.class, (MessageHandler.Partial<String>) this::text);
        session.addMessageHandler(ByteBuffer.class, (MessageHandler.Partial<ByteBuffer>) this::binary);
        session.addMessageHandler(PongMessage.class, (MessageHandler.Whole<PongMessage>) pong -> transport.ponged());
        transport.opened(session);
    }

    private void text(String part, boolean last) {
        handOn(assembly.add(part, last));
    }

    private void binary(ByteBuffer part, boolean last) {
        handOn(assembly.add(part, last));
    }

    private void handOn(@Nullable Frame whole) {
        if (whole != null) {
            transport.received(whole);
        } else if (assembly.isTooLarge()) {
            transport.tooLarge();
        }
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        String text = reason.getReasonPhrase();
        transport.closed(reason.getCloseCode().getCode(), text == null ? "" : text, Origin.ofThisClose());
    }

    @Override
    public void onError(Session session, Throwable error) {
        transport.broke(error);
    }
}
