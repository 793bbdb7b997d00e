package dev.slipstream.core.machine.connection;

import dev.slipstream.core.Failure;
import dev.slipstream.core.machine.SparseMap;
import dev.slipstream.core.machine.time.Deadlines;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The pushes that wait for room in the outbound queue, in the order in which they came. Only the first push is offered
 * to the transport; the others wait behind it. Each push leaves this queue with exactly one answer to its caller.
 *
 * <p>One thread waits for each push in this queue. So the queue never has more pushes than the client has pushing
 * threads.
 */
final class WaitingPushes {

    private final ConnectionOutput output;
    private final Deadlines<ConnectionTimer> deadlines;
    private final SparseMap<String, WaitingPush> byRef = new SparseMap<>();
    /** The first push, while the transport has neither accepted nor refused it; otherwise null. */
    private @Nullable WaitingPush tried;

    WaitingPushes(ConnectionOutput output, Deadlines<ConnectionTimer> deadlines) {
        this.output = output;
        this.deadlines = deadlines;
    }

    void add(WaitingPush push) {
        deadlines.arm(output.after(push.patience()), push);
        byRef.put(push.ref().value(), push);
        if (byRef.size() == 1) {
            tryFirst();
        }
    }

    /** Tries to send the first push. */
    void tryFirst() {
        Map.Entry<String, WaitingPush> first = byRef.firstEntry();
        if (first != null && tried == null) {
            tried = first.getValue();
            output.give(new ConnectionEffect.TrySend(first.getValue().message()));
        }
    }

    /** Returns the push that the transport accepted, and tries the next one. */
    @Nullable
    WaitingPush accepted() {
        WaitingPush sent = tried;
        if (sent != null) {
            answer(sent, null);
            tryFirst();
        }
        return sent;
    }

    /**
     * Handles a message that was not sent. Returns false if the message is not the push that was tried. If the
     * transport had no room for the push that was tried, this push stays first in the queue. After any other failure,
     * its caller gets the failure.
     */
    boolean refused(String ref, Failure failure) {
        WaitingPush push = tried;
        if (push == null || !push.ref().value().equals(ref)) {
            return false;
        }
        if (failure instanceof Failure.Overflow) {
            tried = null;
        } else {
            answer(push, failure);
            tryFirst();
        }
        return true;
    }

    void overdue(WaitingPush push) {
        answer(push, new Failure.TimedOut(push.patience()));
    }

    /** Refuses the pushes of this join, or all pushes if the join is null. */
    void refuse(@Nullable Join of, Failure failure) {
        if (byRef.isEmpty()) {
            return;
        }
        List<WaitingPush> all = new ArrayList<>(byRef.values());
        for (WaitingPush push : all) {
            if (of == null || of.equals(push.join())) {
                answer(push, failure);
            }
        }
    }

    /** Removes a push and answers its caller. */
    private void answer(WaitingPush push, @Nullable Failure failure) {
        deadlines.cancel(push);
        byRef.remove(push.ref().value());
        if (push.equals(tried)) {
            tried = null;
        }
        output.answer(push.from(), failure);
    }

    @Override
    public String toString() {
        return byRef.isEmpty() ? "" : ", waiting=" + byRef.keySet();
    }
}
