package dev.slipstream.process;

import dev.slipstream.core.Event;
import dev.slipstream.core.EventMatcher;
import dev.slipstream.core.Operation;
import dev.slipstream.core.Ref;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.machine.Input;
import dev.slipstream.core.state.LiveSocket;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A point in a callback, or in a script, up to which all that was written is posted: what a session goes on from.
 *
 * <p>Everything here throws {@link IllegalStateException} on another thread, and once the callback or the script is through.
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

    /** The token to go on with. */
    public LiveSocket socket() {
        return current.line(lineage).last().with(process.state());
    }

    /** A token to write a command on and read it off: it is on no line, and what is written on it counts nowhere. */
    public Socket draft() {
        LiveSocket last = socket();
        return LiveSocket.of(process.scope(), last.state(), last.assigns());
    }

    /** Posts what this token bears beyond what was posted before. */
    public void post(Socket socket) {
        process.post(current.line(lineage), socket);
    }

    /** Posts letters that no token bears. */
    public void post(List<Operation> operations) {
        current.line(lineage).checkApplied();
        process.acceptAll(new Input.OperationsWritten(operations));
    }

    /** The next ref of what a session sends: never one that a token allots. */
    public Ref nextRef() {
        return process.nextSessionRef();
    }

    /**
     * Waits for an event, and takes it out of the mailbox; what came before it stays there, in order.
     *
     * @param ends what makes waiting vain
     */
    public <E> AwaitResult<E> await(EventMatcher<E> wanted, Predicate<Event> ends, Duration patience) {
        current.line(lineage).checkApplied();
        return process.await(wanted, ends, patience, true);
    }

    /** As {@link #await}, where no message is wanted or ends it: those that wait already are not looked at again. */
    public <E> AwaitResult<E> awaitSign(EventMatcher<E> wanted, Predicate<Event> ends, Duration patience) {
        current.line(lineage).checkApplied();
        return process.await(wanted, ends, patience, false);
    }

    /** What every await ends with from now on, since the client ends; null as long as it goes on. */
    public @Nullable Event ending() {
        current.line(lineage);
        return process.ending();
    }

    /** The script is through; a second time it does nothing. */
    public void endScript() {
        if (!process.isOver()) {
            current.line(lineage);
            process.acceptAll(new Input.StopAsked(new StopReason.Normal()));
            current.end();
        }
    }
}
