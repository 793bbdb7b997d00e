package dev.slipstream.transport.tyrus.tap;

import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.DeploymentException;
import java.io.IOException;
import java.util.Map;
import org.glassfish.tyrus.container.grizzly.client.GrizzlyClientContainer;
import org.glassfish.tyrus.spi.ClientContainer;
import org.glassfish.tyrus.spi.ClientEngine;
import org.glassfish.tyrus.spi.Connection;
import org.glassfish.tyrus.spi.UpgradeRequest;
import org.glassfish.tyrus.spi.UpgradeResponse;
import org.glassfish.tyrus.spi.Writer;

/** Tyrus's Grizzly container, with a {@link Tap} at each connection whose configuration names one. */
public final class TappedContainer implements ClientContainer {

    private final ClientContainer grizzly = new GrizzlyClientContainer();

    /** Called by Tyrus, which is given the name of this class. */
    public TappedContainer() {}

    @Override
    public void openClientSocket(ClientEndpointConfig config, Map<String, Object> properties, ClientEngine engine)
            throws DeploymentException, IOException {
        ClientEngine between =
                config.getUserProperties().get(Tap.PROPERTY) instanceof Tap tap ? new Tapped(engine, tap) : engine;
        grizzly.openClientSocket(config, properties, between);
    }

    private record Tapped(ClientEngine engine, Tap tap) implements ClientEngine {

        @Override
        public UpgradeRequest createUpgradeRequest(TimeoutHandler handler) {
            return engine.createUpgradeRequest(handler);
        }

        @Override
        public ClientUpgradeInfo processResponse(
                UpgradeResponse response, Writer writer, Connection.CloseListener listener) {
            tap.answered(response.getStatus(), response.getHeaders(), writer);
            return engine.processResponse(response, new TappedWriter(writer, tap), listener);
        }

        @Override
        public void processError(Throwable error) {
            engine.processError(error);
        }
    }
}
