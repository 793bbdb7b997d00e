package dev.slipstream.process;

import dev.slipstream.core.Event;
import dev.slipstream.core.EventMatcher;
import dev.slipstream.core.Operation;
import dev.slipstream.core.Ref;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.machine.client.ClientInput;
import dev.slipstream.core.state.LiveSocket;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A point in a callback or a script up to which all operations are applied; a session continues from it.
 *
 * <p>Every method throws {@link IllegalStateException} on another thread, and after the callback or the script has
 * ended.
 */
public final class CommitPoint {

    private final ClientProcess process;
    private final CurrentCallback current;
    private final SocketLineage lineage;

    CommitPoint(ClientProcess process, CurrentCallback current, SocketLineage lineage) {
        this.process = process;
        this.current = current;
        this.lineage = lineage;
    }

    /** The socket to continue with. */
    public LiveSocket socket() {
        return current.checked(lineage).last().with(process.state());
    }

    /** Applies the pending operations of this socket. */
    public void apply(Socket socket) {
        process.apply(current.checked(lineage), socket);
    }

    /** Applies operations that were not written on a socket. */
    public void apply(List<Operation> operations) {
        current.checked(lineage).checkApplied();
        process.acceptAll(new ClientInput.OperationsWritten(operations));
    }

    /** The next ref for a session; sockets never allot such a ref. */
    public Ref nextRef() {
        return process.nextSessionRef();
    }

    /**
     * Waits for an event, and takes it out of the mailbox; earlier mail stays there, in order.
     *
     * @param ends matches the events after which waiting is useless
     */
    public <E> AwaitResult<E> await(EventMatcher<E> wanted, Predicate<Event> ends, Duration patience) {
        current.checked(lineage).checkApplied();
        return process.await(wanted, ends, patience, true);
    }

    /** As {@link #await}, if no message can match or end it: messages that already wait are not searched again. */
    public <E> AwaitResult<E> awaitSign(EventMatcher<E> wanted, Predicate<Event> ends, Duration patience) {
        current.checked(lineage).checkApplied();
        return process.await(wanted, ends, patience, false);
    }

    /** The event with which every await ends because the client ends; null while it runs. */
    public @Nullable Event ending() {
        current.checked(lineage);
        return process.ending();
    }

    /** Ends the script; a second call does nothing. */
    public void endScript() {
        if (!process.isOver()) {
            current.checked(lineage);
            process.acceptAll(new ClientInput.StopAsked(new StopReason.Normal()));
            current.end();
        }
    }
}
