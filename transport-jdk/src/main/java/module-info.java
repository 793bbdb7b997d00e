import org.jspecify.annotations.NullMarked;

/** The transport that uses the JDK's own WebSocket client. */
@NullMarked
module dev.slipstream.transport.jdk {
    requires transitive dev.slipstream.core;
    requires java.net.http;
    requires static org.jspecify;

    exports dev.slipstream.transport.jdk;

    provides dev.slipstream.core.transport.TransportProvider with
            dev.slipstream.transport.jdk.JdkTransportProvider;
}
