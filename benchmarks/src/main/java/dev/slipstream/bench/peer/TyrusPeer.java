package dev.slipstream.bench.peer;

import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.SendHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.net.URI;
import org.glassfish.tyrus.client.ClientManager;
import org.jspecify.annotations.Nullable;

/** Tyrus over Grizzly with default settings. */
final class TyrusPeer extends BarePeer {

    private static final SendHandler SENT = result -> {};

    private final ClientManager client = ClientManager.createClient();
    private @Nullable Session session;

    @Override
    public void connect(URI uri, int topics) throws Exception {
        session = client.connectToServer(
                new Taking(this), ClientEndpointConfig.Builder.create().build(), withVersion(uri));
        join(topics);
    }

    @Override
    void send(String text) {
        Session open = session;
        if (open == null) {
            throw new IllegalStateException("not connected");
        }
        open.getAsyncRemote().sendText(text, SENT);
    }

    @Override
    public void close() throws IOException {
        end();
        Session open = session;
        if (open != null) {
            open.close();
        }
        client.shutdown();
    }

    /** A named class, because Tyrus inspects the handler's class and rejects a lambda. */
    private static final class Taking extends Endpoint implements MessageHandler.Whole<String> {

        private final TyrusPeer peer;

        Taking(TyrusPeer peer) {
            this.peer = peer;
        }

        @Override
        public void onOpen(Session opened, EndpointConfig config) {
            opened.addMessageHandler(String.class, this);
        }

        @Override
        public void onMessage(String text) {
            peer.take(text);
        }
    }
}
