import org.jspecify.annotations.NullMarked;

/** The transport port over the JDK's own WebSocket client. */
@NullMarked
module dev.slipstream.transport.jdk {
    requires dev.slipstream.core;
    requires java.net.http;
    requires static org.jspecify;
}
