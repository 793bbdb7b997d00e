package dev.slipstream.process;

import dev.slipstream.core.Operation;
import dev.slipstream.core.Socket;
import dev.slipstream.core.state.CallbackScope;
import dev.slipstream.core.state.LiveSocket;
import dev.slipstream.core.state.OperationList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the operations that one callback has applied, and checks that a returned socket belongs to this callback. Such
 * a socket has the callback's {@link CallbackScope}. In addition, one of two lists must be a prefix of the other: the
 * operations of the socket, and the applied operations.
 */
final class SocketLineage {

    private String callback = "";
    private OperationList applied = OperationList.EMPTY;
    private @Nullable LiveSocket last;
    private boolean isHeld;

    /**
     * Begins a callback with no applied operations.
     *
     * @param name the name of the callback
     */
    void begin(String name, LiveSocket first) {
        callback = name;
        applied = OperationList.EMPTY;
        last = first;
    }

    /** Marks that a {@link CommitPoint} refers to this lineage. A marked lineage is not reused for another callback. */
    void hold() {
        isHeld = true;
    }

    boolean isHeld() {
        return isHeld;
    }

    /** Drops the references to the callback's sockets. */
    void clear() {
        applied = OperationList.EMPTY;
        last = null;
    }

    /** Whether this scope belongs to the callback. */
    @SuppressWarnings("ReferenceEquality") // scopes are compared by identity
    boolean isOf(CallbackScope scope) {
        return last().scope() == scope;
    }

    String callback() {
        return callback;
    }

    /** The callback and its client, such as {@code handleInfo of client lobby f3203e90}. */
    String described() {
        return callback + " of " + client(last().scope());
    }

    /** The socket that was committed last; before that, the first socket of the callback. */
    LiveSocket last() {
        return Objects.requireNonNull(last, "the lineage has no callback");
    }

    /** The number of this callback's operations, on any of its sockets, that are not applied yet. */
    int unapplied() {
        return last().scope().operations() - applied.size();
    }

    /**
     * Checks that all operations of this callback are applied, so that a session's operations cannot overtake them.
     *
     * @throws IllegalStateException if operations are not applied
     */
    void checkApplied() {
        if (unapplied() > 0) {
            throw new IllegalStateException("cannot use the session: " + described() + " has written " + unapplied()
                    + " operation(s) and not applied them; call session.apply(socket) first");
        }
    }

    /** The number of assigns that were written in this callback, but not on the last socket or its predecessors. */
    int lostAssigns() {
        return Math.max(last().scope().assigns() - last().assigns().writes(), 0);
    }

    /**
     * Accepts a returned socket: returns its operations that are not applied yet, and keeps its assigns.
     *
     * @throws IllegalStateException if the socket does not belong to this callback
     */
    @SuppressWarnings("ReferenceEquality") // scopes and clients are compared by identity
    List<Operation> commit(Socket returned) {
        LiveSocket socket = LiveSocket.from(returned);
        CallbackScope scope = last().scope();
        if (socket.scope() != scope) {
            throw new IllegalStateException(
                    socket.scope().client() == scope.client()
                            ? "cannot apply the socket that " + described()
                                    + " returned: it belongs to an earlier callback; return a socket that derives from"
                                    + " the one that " + callback + " received"
                            : "cannot apply the socket that " + described()
                                    + " returned: it belongs to another client, which "
                                    + endpoint(socket) + "; this client " + endpoint(last())
                                    + "; use the socket that " + callback + " received");
        }
        OperationList operations = socket.operationList();
        if (operations.isAncestorOf(applied)) {
            last = socket;
            return List.of();
        }
        if (!applied.isAncestorOf(operations)) {
            throw new IllegalStateException("cannot apply this socket: it lacks " + applied.size()
                    + " operation(s) that " + described() + " has applied; continue with session.socket()");
        }
        List<Operation> fresh = operations.since(applied);
        applied = operations;
        last = socket;
        return fresh;
    }

    /** Whether a script runs, which is treated as one long callback. */
    boolean isScript() {
        return last().scope().client() instanceof ClientProcess process
                && process.settings().isScript();
    }

    private static String client(CallbackScope scope) {
        return scope.client() instanceof ClientProcess process ? process.described() : "a test";
    }

    private static String endpoint(Socket socket) {
        return socket.configuration()
                .map(known -> "connects to " + known.endpoint())
                .orElse("never connected");
    }
}
