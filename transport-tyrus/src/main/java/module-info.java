import org.jspecify.annotations.NullMarked;

/** The transport port over Jakarta WebSocket, as Tyrus implements it. */
@NullMarked
module dev.slipstream.transport.tyrus {
    requires dev.slipstream.core;
    requires jakarta.websocket.client;
    requires org.glassfish.tyrus.client;
    requires org.glassfish.tyrus.container.grizzly.client; // loaded by name, so nothing else brings it in
    requires static org.jspecify;
}
