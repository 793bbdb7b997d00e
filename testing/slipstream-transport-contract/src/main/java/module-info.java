import org.jspecify.annotations.NullMarked;

/** The tests that every transport must pass, against servers that misbehave on purpose. */
@NullMarked
module dev.slipstream.transport.contract {
    requires transitive dev.slipstream.core;
    requires transitive org.junit.jupiter.api;
    requires org.assertj.core;
    requires static org.jspecify;

    exports dev.slipstream.transport.contract;
}
