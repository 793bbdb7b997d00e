import org.jspecify.annotations.NullMarked;

/** Runnable, tested examples, and the source of every block of Java in the README and in {@code docs/}: a test compares them. */
@NullMarked
module dev.slipstream.examples {
    requires dev.slipstream.api;
    requires dev.slipstream.testkit;
    requires dev.slipstream.testkit.server;
    requires static org.jspecify;
}
