package dev.slipstream.core.machine;

import dev.slipstream.core.Connection;
import dev.slipstream.core.Ref;

/** What a client does of itself when a deadline is due. */
sealed interface ClientTimer {

    /** The backoff is over: connect. */
    record ConnectAgain() implements ClientTimer {}

    /** The supplier of credentials has not answered. */
    record CredentialsOverdue(Connection attempt) implements ClientTimer {}

    /** The connection has lasted: what was tried in vain before it is forgotten. */
    record ConnectionStable() implements ClientTimer {}

    /** The supplier of a join's params has not answered. */
    record ParamsOverdue(String topic, long asking) implements ClientTimer {}

    /** The backoff of a topic is over: join. */
    record JoinAgain(String topic) implements ClientTimer {}

    /** The join has lasted: what was tried in vain before it is forgotten. */
    record JoinStable(String topic) implements ClientTimer {}

    /** A push has been kept for as long as it may. */
    record PushExpired(String topic, Ref ref) implements ClientTimer {}
}
