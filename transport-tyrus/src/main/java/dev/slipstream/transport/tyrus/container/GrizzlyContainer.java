package dev.slipstream.transport.tyrus.container;

import jakarta.websocket.ClientEndpointConfig;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.util.List;
import java.util.Map;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.EmptyCompletionHandler;
import org.glassfish.grizzly.nio.NIOConnection;
import org.glassfish.grizzly.nio.transport.TCPNIOConnectorHandler;
import org.glassfish.tyrus.spi.ClientContainer;
import org.glassfish.tyrus.spi.ClientEngine;

/**
 * The container that opens Tyrus's websockets on Grizzly, each with its {@link HandshakeEvents}.
 *
 * <p>This class replaces Tyrus's own container, which has several faults. That container uses the system's proxies,
 * bypasses SOCKS proxies, decodes the query, and logs whole addresses. Before the websocket is open, it detects neither
 * the end of TCP nor invalid bytes. It does not always end its threads.
 */
public final class GrizzlyContainer implements ClientContainer {

    private static final System.Logger LOG = System.getLogger(GrizzlyContainer.class.getName());

    /** Called by Tyrus, which receives the name of this class. */
    public GrizzlyContainer() {}

    @Override
    public void openClientSocket(ClientEndpointConfig config, Map<String, Object> properties, ClientEngine engine) {
        if (!(config.getUserProperties().get(HandshakeEvents.PROPERTY) instanceof HandshakeEvents events)) {
            throw new IllegalArgumentException("the endpoint's configuration lacks " + HandshakeEvents.PROPERTY);
        }
        Map<String, List<String>> request = engine.createUpgradeRequest(null).getHeaders();
        String key = request.getOrDefault("Sec-WebSocket-Key", List.of()).getFirst();
        OpeningFilter opening = new OpeningFilter(events, engine, key);
        TCPNIOConnectorHandler connector =
                new TCPNIOConnectorHandler(events.plan().grizzly()) {
                    @Override
                    @SuppressWarnings("rawtypes") // as Grizzly declares it
                    protected void preConfigure(Connection connection) {
                        events.reached(new Unconnected(((NIOConnection) connection).getChannel()));
                    }
                };
        connector.setProcessor(opening.firstChain());
        connector.connect(events.plan().address(), new EmptyCompletionHandler<>() {
            @Override
            public void failed(Throwable error) {
                opening.unreachable(error);
            }
        });
    }

    /**
     * A connection that is not registered with a selector. Grizzly cannot close such a connection, so this class closes
     * the JDK's channel instead.
     */
    private record Unconnected(SelectableChannel channel) implements RawSocket {

        @Override
        public void cut() {
            try {
                channel.close();
            } catch (IOException e) { // the attempt is cancelled in any case
                LOG.log(
                        System.Logger.Level.DEBUG,
                        "a socket did not close: {0}",
                        e.getClass().getName());
            }
        }

        @Override
        public void resume() {} // reading was never paused
    }
}
