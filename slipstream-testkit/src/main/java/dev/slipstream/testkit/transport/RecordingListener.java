package dev.slipstream.testkit.transport;

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
 * Writes down what a transport tells, and what it must not do: two calls at once, any call after the terminal one, an
 * order that is none.
 */
final class RecordingListener implements TransportListener {

    private static final long PATIENCE_MILLIS = 5000;

    /** What was told. */
    sealed interface Call {
        record Opened(Map<String, List<String>> headers) implements Call {}

        record Received(Frame frame) implements Call {}

        record ReadCompleted() implements Call {}

        record Pinged() implements Call {}

        record Ponged() implements Call {}

        record Ended(DisconnectReason reason) implements Call {}
    }

    private final BlockingQueue<Call> told = new LinkedBlockingQueue<>();
    private final List<String> offences = new CopyOnWriteArrayList<>();
    private final AtomicInteger inside = new AtomicInteger();
    private volatile boolean goesOn = true;
    private volatile boolean open;
    private volatile boolean over;

    /** From now on, answers so whether to go on reading. */
    void goOn(boolean on) {
        goesOn = on;
    }

    List<String> offences() {
        return offences;
    }

    /** The next thing told, if it comes in time; moments without messages are left out. */
    Call next() throws InterruptedException {
        while (true) {
            Call next = told.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            if (next == null) {
                throw new AssertionError("nothing was told for " + PATIENCE_MILLIS + " ms");
            }
            if (!(next instanceof Call.ReadCompleted)) {
                return next;
            }
        }
    }

    /** The next thing told, if it comes within so long; moments without messages are left out. */
    Optional<Call> nextWithin(long millis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (true) {
            Call next = told.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (!(next instanceof Call.ReadCompleted)) {
                return Optional.ofNullable(next);
            }
        }
    }

    /** The next thing told, moments without messages included. */
    Call nextOfAll() throws InterruptedException {
        Call next = told.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        if (next == null) {
            throw new AssertionError("nothing was told for " + PATIENCE_MILLIS + " ms");
        }
        return next;
    }

    @Override
    public void opened(Map<String, List<String>> headers) {
        enter("opened", !open);
        open = true;
        leave(new Call.Opened(headers));
    }

    @Override
    public boolean received(Frame frame) {
        enter("received", open);
        leave(new Call.Received(frame));
        return goesOn;
    }

    @Override
    public void readComplete() {
        enter("readComplete", open);
        leave(new Call.ReadCompleted());
    }

    @Override
    public void pinged() {
        enter("pinged", open);
        leave(new Call.Pinged());
    }

    @Override
    public void ponged() {
        enter("ponged", open);
        leave(new Call.Ponged());
    }

    @Override
    public void ended(DisconnectReason reason) {
        enter("ended", true);
        over = true;
        leave(new Call.Ended(reason));
    }

    private void enter(String call, boolean inOrder) {
        if (inside.incrementAndGet() > 1) {
            offences.add(call + " while another call was under way");
        }
        if (over) {
            offences.add(call + " after the terminal call");
        }
        if (!inOrder) {
            offences.add(call + " out of order");
        }
    }

    private void leave(Call what) {
        told.add(what);
        inside.decrementAndGet();
    }
}
