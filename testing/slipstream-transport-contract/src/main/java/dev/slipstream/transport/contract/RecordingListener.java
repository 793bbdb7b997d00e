package dev.slipstream.transport.contract;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.core.transport.TransportListener;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Records the calls of a transport. Also records violations of the rules for calls: two calls at once, a call after the
 * terminal call, or a wrong order.
 */
final class RecordingListener implements TransportListener {

    private static final long PATIENCE_MILLIS = ContractScenario.PATIENCE.toMillis();

    /** A call of the transport. */
    sealed interface Call {
        record Opened(Map<String, List<String>> headers) implements Call {}

        record Received(Frame frame) implements Call {}

        record ReadCompleted() implements Call {}

        record Pinged() implements Call {}

        record Ponged() implements Call {}

        record Ended(DisconnectReason reason) implements Call {}
    }

    private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();
    private final List<String> violations = new CopyOnWriteArrayList<>();
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger reportsOfRoom = new AtomicInteger();
    private volatile boolean continues = true;
    private volatile boolean open;
    private volatile boolean ended;

    /** Sets the result of later calls of {@link #received}: whether the transport continues to read. */
    void goOn(boolean on) {
        continues = on;
    }

    /** Whether the terminal call was received. */
    boolean hasEnded() {
        return ended;
    }

    /** How often the transport reported room in its queue. The listener counts these calls and does not record them. */
    int reportsOfRoom() {
        return reportsOfRoom.get();
    }

    List<String> violations() {
        return violations;
    }

    /** Waits for the next call; skips {@code readComplete}. */
    Call next() throws InterruptedException {
        while (true) {
            Call next = calls.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            if (next == null) {
                throw new AssertionError("the transport did not call its listener for " + PATIENCE_MILLIS + " ms");
            }
            if (!(next instanceof Call.ReadCompleted)) {
                return next;
            }
        }
    }

    /** Waits this long for the next call; skips {@code readComplete}. */
    Optional<Call> nextWithin(long millis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (true) {
            Call next = calls.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (!(next instanceof Call.ReadCompleted)) {
                return Optional.ofNullable(next);
            }
        }
    }

    /** Waits for the next call of any kind. */
    Call nextOfAll() throws InterruptedException {
        Call next = calls.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        if (next == null) {
            throw new AssertionError("the transport did not call its listener for " + PATIENCE_MILLIS + " ms");
        }
        return next;
    }

    @Override
    public void opened(Map<String, List<String>> headers) {
        enter("opened", !open);
        open = true;
        record(new Call.Opened(headers));
    }

    @Override
    public boolean received(Frame frame) {
        enter("received", open);
        record(new Call.Received(frame));
        return continues;
    }

    @Override
    public void readComplete() {
        enter("readComplete", open);
        record(new Call.ReadCompleted());
    }

    @Override
    public void writable() {
        enter("writable", open);
        reportsOfRoom.incrementAndGet();
        inside.decrementAndGet();
    }

    @Override
    public void pinged() {
        enter("pinged", open);
        record(new Call.Pinged());
    }

    @Override
    public void ponged() {
        enter("ponged", open);
        record(new Call.Ponged());
    }

    @Override
    public void ended(DisconnectReason reason) {
        enter("ended", true);
        ended = true;
        record(new Call.Ended(reason));
    }

    private void enter(String call, boolean inOrder) {
        if (inside.incrementAndGet() > 1) {
            violations.add(call + " during another call");
        }
        if (ended) {
            violations.add(call + " after the terminal call");
        }
        if (!inOrder) {
            violations.add(call + " out of order");
        }
    }

    private void record(Call call) {
        calls.add(call);
        inside.decrementAndGet();
    }
}
