import org.jspecify.annotations.NullMarked;

/** A Phoenix server in your test's JVM, on real sockets. */
@NullMarked
module dev.slipstream.testkit.server {
    requires transitive dev.slipstream.testkit;
    requires dev.slipstream.serializer.jackson;
    requires org.eclipse.jetty.server;
    requires org.eclipse.jetty.websocket.core.server;
    requires static org.jspecify;

    exports dev.slipstream.testkit.server;
}
