package dev.slipstream.transport.tyrus;

import dev.slipstream.core.machine.websocket.WebSocketInput;
import dev.slipstream.core.machine.websocket.WebSocketTransport;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;

/** The endpoint that receives Tyrus's calls for one websocket. */
final class TyrusEndpoint extends Endpoint {

    private static final String CLOSE_FRAME = "org.glassfish.tyrus.core.frame.CloseFrame";
    private static final WebSocketInput PONGED = new WebSocketInput.Ponged();

    private final TyrusTransport tyrus;
    private final WebSocketTransport transport;

    TyrusEndpoint(TyrusTransport tyrus, WebSocketTransport transport) {
        this.tyrus = tyrus;
        this.transport = transport;
    }

    @Override
    public void onOpen(Session session, EndpointConfig config) {
        // The types are passed explicitly, because Tyrus cannot find them in lambdas.
        session.addMessageHandler(String.class, (MessageHandler.Partial<String>) transport::textPart);
        session.addMessageHandler(ByteBuffer.class, (MessageHandler.Partial<ByteBuffer>) transport::binaryPart);
        session.addMessageHandler(
                PongMessage.class, (MessageHandler.Whole<PongMessage>) pong -> transport.accept(PONGED));
        tyrus.opened(session);
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        String text = reason.getReasonPhrase();
        tyrus.closed(reason.getCloseCode().getCode(), text == null ? "" : text, isByServer());
    }

    /**
     * Whether the server closed the websocket. Tyrus also calls {@code onClose} for its own closes. If the server
     * closed the websocket, the stack of this call contains Tyrus's class for close frames.
     */
    private static boolean isByServer() {
        return StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(frame -> frame.getClassName().equals(CLOSE_FRAME)));
    }

    @Override
    public void onError(Session session, Throwable error) {
        tyrus.broke(error);
    }
}
