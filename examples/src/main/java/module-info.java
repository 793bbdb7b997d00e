import org.jspecify.annotations.NullMarked;

/** Runnable, tested examples: the source of every snippet in README and Javadoc. */
@NullMarked
module dev.slipstream.examples {
    requires dev.slipstream.api;
    requires dev.slipstream.testkit;
    requires static org.jspecify;
}
