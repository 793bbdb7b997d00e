package dev.slipstream.core.machine.client;

import dev.slipstream.core.Connection;
import dev.slipstream.core.Credentials;
import dev.slipstream.core.Failure;
import dev.slipstream.core.From;
import dev.slipstream.core.Operation;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Signature;
import dev.slipstream.core.StopReason;
import java.util.List;

/**
 * An input of a {@link ClientMachine}, other than an event that the client process takes from the mailbox for a
 * callback.
 */
public sealed interface ClientInput {

    /** The client process starts. */
    record Started() implements ClientInput {}

    /** A session awaited an event and took it from the mailbox. No callback receives this event. */
    record EventAwaited(Signature.OfEvent signature) implements ClientInput {}

    /** A message that user code sent was taken from the mailbox. */
    record MessageTaken(Callback callback) implements ClientInput {}

    /**
     * A caller waits until a topic is joined. The caller gets null when the topic is joined, or a {@link JoinEnd} if
     * the wait ends without the join.
     *
     * @param patience how long the caller waits for user code to connect and to ask for the join, in nanoseconds. This
     *     limit does not apply to the wait for the server's answer
     */
    record JoinAwaited(String topic, From<?> from, long patience) implements ClientInput {}

    /** A caller no longer waits until a topic is joined. */
    record JoinNotAwaited(String topic, From<?> from) implements ClientInput {}

    /**
     * A session has operations that must take effect before the callback or script ends. The machine applies these
     * operations in order.
     */
    record OperationsWritten(List<Operation> operations) implements ClientInput {}

    /** The running callback returned. The machine applies the remaining operations of the callback in order. */
    record Returned(List<Operation> operations) implements ClientInput {}

    /** The running callback threw; its pending operations are discarded. */
    record Threw(Throwable thrown) implements ClientInput {}

    /**
     * The answer of a supplier. While a session awaits an event, the client process still handles such an answer at
     * once, because the awaited event may depend on the answer.
     */
    sealed interface SupplierAnswer extends ClientInput
            permits CredentialsGiven, CredentialsRefused, ParamsGiven, ParamsRefused {}

    /** The supplier answered with credentials for this attempt. */
    record CredentialsGiven(Connection attempt, Credentials credentials) implements SupplierAnswer {}

    /** The supplier of credentials failed for this attempt. */
    record CredentialsRefused(Connection attempt, Failure failure) implements SupplierAnswer {}

    /** The supplier of a join's params answered the call with the number {@code asking}. */
    record ParamsGiven(String topic, long asking, Payload params) implements SupplierAnswer {}

    /** The supplier of a join's params failed. */
    record ParamsRefused(String topic, long asking, String detail) implements SupplierAnswer {}

    /** Code outside the client asks the client to stop. */
    record StopAsked(StopReason reason) implements ClientInput {}

    /** The mailbox is empty. */
    record MailboxEmptied() implements ClientInput {}

    /** Time passed: deadlines may be due. */
    record TimePassed() implements ClientInput {}
}
