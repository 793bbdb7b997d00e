package dev.slipstream.core.machine;

import dev.slipstream.core.Connection;
import dev.slipstream.core.Ref;

/** What a client does of itself when a deadline is due. */
sealed interface Reminder {

    /** The backoff is over: connect. */
    record ConnectAgain() implements Reminder {}

    /** The supplier of credentials has not answered. */
    record CredentialsOverdue(Connection attempt) implements Reminder {}

    /** The connection has lasted: what was tried in vain before it is forgotten. */
    record ConnectionStable() implements Reminder {}

    /** The supplier of a join's params has not answered. */
    record ParamsOverdue(String topic, long asking) implements Reminder {}

    /** The backoff of a topic is over: join. */
    record JoinAgain(String topic) implements Reminder {}

    /** The join has lasted: what was tried in vain before it is forgotten. */
    record JoinStable(String topic) implements Reminder {}

    /** A push has been kept for as long as it may. */
    record PushExpired(String topic, Ref ref) implements Reminder {}
}
