import org.jspecify.annotations.NullMarked;

/** What a user starts: clients, the processes that run them, blocking sessions. */
@NullMarked
module dev.slipstream.api {
    requires transitive dev.slipstream.core;
    requires static org.jspecify;
}
