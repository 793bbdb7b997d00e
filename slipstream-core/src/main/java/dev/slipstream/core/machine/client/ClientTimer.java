package dev.slipstream.core.machine.client;

import dev.slipstream.core.Connection;
import dev.slipstream.core.From;
import dev.slipstream.core.Ref;

/** A timer of the client machine. */
sealed interface ClientTimer {

    /** The backoff of the connection has passed: connect. */
    record ConnectAgain() implements ClientTimer {}

    /** The supplier of credentials is late. */
    record CredentialsOverdue(Connection attempt) implements ClientTimer {}

    /** The connection has lasted for the stable period: forget earlier failures. */
    record ConnectionStable() implements ClientTimer {}

    /** The supplier of a join's params is late. */
    record ParamsOverdue(String topic, long asking) implements ClientTimer {}

    /** The backoff of a topic has passed: join. */
    record JoinAgain(String topic) implements ClientTimer {}

    /** The join has lasted for the stable period: forget earlier failures. */
    record JoinStable(String topic) implements ClientTimer {}

    /** A caller waits for a join, and user code has not asked for this join in time. */
    record JoinNotRequested(String topic, From<?> from) implements ClientTimer {}

    /** A buffered push has expired. */
    record PushExpired(String topic, Ref ref) implements ClientTimer {}
}
