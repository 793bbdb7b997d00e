import org.jspecify.annotations.NullMarked;

/** The transport that uses Jakarta WebSocket, as Tyrus implements it. */
@NullMarked
module dev.slipstream.transport.tyrus {
    requires transitive dev.slipstream.core;
    requires jakarta.websocket.client;
    requires org.glassfish.grizzly;
    requires org.glassfish.tyrus.client;
    requires org.glassfish.tyrus.core;
    requires org.glassfish.tyrus.spi;
    requires static org.jspecify;

    exports dev.slipstream.transport.tyrus;

    opens dev.slipstream.transport.tyrus.container to
            org.glassfish.tyrus.core; // creates the container by its class name

    provides dev.slipstream.core.transport.TransportProvider with
            dev.slipstream.transport.tyrus.TyrusTransportProvider;
}
