package dev.slipstream.process;

import dev.slipstream.core.Command;
import dev.slipstream.core.Event;
import dev.slipstream.core.EventMatcher;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Operation;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Ref;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.machine.client.ClientInput;
import dev.slipstream.core.state.LiveSocket;
import dev.slipstream.core.state.SocketState;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A session's view of its client. When it is made, all earlier operations of the callback or script are applied.
 *
 * <p>The methods that read or change the client throw {@link IllegalStateException} on another thread, and after the
 * callback or the script has ended.
 */
public final class CommitPoint {

    private final ClientWorker worker;
    private final CurrentCallback current;
    private final SocketLineage lineage;

    CommitPoint(ClientWorker worker, CurrentCallback current, SocketLineage lineage) {
        this.worker = worker;
        this.current = current;
        this.lineage = lineage;
    }

    /** The socket to continue with. */
    public LiveSocket socket() {
        return current.checked(lineage).last().with(worker.state());
    }

    /** The state of the client, with all applied operations. */
    public SocketState state() {
        current.checked(lineage);
        return worker.state();
    }

    /** The longest time until a join of this topic is answered: the pending join, or if none is pending, the next. */
    public Duration joinPatience(String topic) {
        current.checked(lineage);
        return worker.joinPatience(topic);
    }

    /** Applies the pending operations of this socket. */
    public void apply(Socket socket) {
        worker.apply(current.checked(lineage), socket);
    }

    /** Applies operations that a session made by itself, without a socket. */
    public void apply(List<Operation> operations) {
        current.checked(lineage).checkApplied();
        worker.applyOfSession(operations);
    }

    /**
     * Pushes a message when the outbound queue has room, and waits until the transport has accepted it.
     *
     * @param grace how much longer than {@code patience} to wait for the answer of the connection
     * @return the answer; its value is null if the transport accepted the message, otherwise a {@link Failure}
     */
    public AwaitResult<Operation.AnswerCaller> push(
            String topic, String event, Payload payload, Duration patience, Duration grace) {
        PendingCalls.PendingCall<Failure> call = worker.calls().add();
        try {
            apply(List.of(new Command.OfferMessage(nextRef(), call.from(), topic, event, payload, patience)));
            return worker.await(call.answer(), patience.plus(grace));
        } finally {
            worker.calls().forget(call.from());
        }
    }

    /** Reports a push that is not sent, because its topic is not joined. Returns the failure of the push. */
    public Failure notJoined(String topic, String event) {
        current.checked(lineage);
        Failure failure = new Failure.NotJoined(topic);
        worker.inbox().observed(new Observation.PushDropped(topic, event, failure));
        return failure;
    }

    /** Reports a request that is not sent, because its topic is not joined. Returns the failure of the request. */
    public Failure notJoined(Command.PushMessage request) {
        Failure failure = notJoined(request.topic(), request.event());
        worker.refused(request, failure);
        return failure;
    }

    /** The next ref for a push of a session. Pushes of sockets use other refs. */
    public Ref nextRef() {
        return worker.inbox().nextSessionRef();
    }

    /**
     * Waits for an event, and takes it out of the mailbox. Earlier mail stays in the mailbox, in order.
     *
     * @param ends matches the events after which the awaited event cannot arrive any more
     * @param isOfMessages whether a message may match {@code wanted} or {@code ends}; if not, messages that earlier
     *     awaits skipped are not searched again
     */
    public <E> AwaitResult<E> await(
            EventMatcher<E> wanted, Predicate<Event> ends, Duration patience, boolean isOfMessages) {
        current.checked(lineage).checkApplied();
        return worker.await(wanted, ends, patience, isOfMessages);
    }

    /** The event that ends all awaits if the client is ending; null while the client runs. */
    public @Nullable Event ending() {
        current.checked(lineage);
        return worker.ending();
    }

    /** Ends the script; a second call does nothing. */
    public void endScript() {
        if (!worker.isOver()) {
            current.checked(lineage);
            worker.acceptAll(new ClientInput.StopAsked(new StopReason.Normal()));
            current.end();
        }
    }
}
