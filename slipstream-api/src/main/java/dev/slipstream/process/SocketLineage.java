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
 * What was posted in one callback, and which tokens may come back to it: those of its turn whose letters grew out of what
 * was posted last, or which that grew out of.
 */
final class SocketLineage {

    private String callback = "";
    private OperationList applied = OperationList.EMPTY;
    private @Nullable LiveSocket last;
    private boolean isHeld;

    /**
     * Begins with nothing posted.
     *
     * @param of the callback's name
     */
    void begin(String of, LiveSocket first) {
        callback = of;
        applied = OperationList.EMPTY;
        last = first;
    }

    /** There is a commit point on it, which must not find itself on the line of another callback. */
    void hold() {
        isHeld = true;
    }

    boolean isHeld() {
        return isHeld;
    }

    /** Holds nothing of its callback any more. */
    void clear() {
        applied = OperationList.EMPTY;
        last = null;
    }

    String callback() {
        return callback;
    }

    /** The token that was committed last, or the first one. */
    LiveSocket last() {
        return Objects.requireNonNull(last, "the line of no callback");
    }

    /** How many letters were written in this turn, returned or not, and are not posted. */
    int unapplied() {
        return last().scope().operations() - applied.size();
    }

    /** @throws IllegalStateException if letters were written in this turn that are not posted: wire order is program order */
    void checkApplied() {
        if (unapplied() > 0) {
            throw new IllegalStateException(
                    unapplied() + " letter(s) written and not posted: session.post(socket) comes first");
        }
    }

    /** How many assigns were written in this turn on tokens other than the last one. */
    int lostAssigns() {
        return Math.max(last().scope().assigns() - last().assigns().writes(), 0);
    }

    /**
     * Takes a token that comes back: its letters that were not posted yet are to be posted, its assigns hold.
     *
     * @throws IllegalStateException if it is not on the line
     */
    @SuppressWarnings("ReferenceEquality") // turns and clients are who they are, not what they hold
    List<Operation> commit(Socket returned) {
        LiveSocket socket = LiveSocket.from(returned);
        CallbackScope scope = last().scope();
        if (socket.scope() != scope) {
            throw new IllegalStateException(
                    socket.scope().client() == scope.client()
                            ? "this socket is of an earlier callback than " + callback
                                    + ": its facts and assigns are of the past"
                            : "this socket is another client's, one " + told(socket) + "; " + callback
                                    + " runs for one " + told(last()));
        }
        OperationList operations = socket.operationList();
        if (operations.isAncestorOf(applied)) {
            last = socket;
            return List.of();
        }
        if (!applied.isAncestorOf(operations)) {
            throw new IllegalStateException(
                    applied.size() + " letters were posted in this callback which this socket does"
                            + " not bear: go on with the socket of the session");
        }
        List<Operation> fresh = operations.since(applied);
        applied = operations;
        last = socket;
        return fresh;
    }

    private static String told(Socket socket) {
        return socket.configuration().map(known -> "that connects to " + known).orElse("that never connected");
    }
}
