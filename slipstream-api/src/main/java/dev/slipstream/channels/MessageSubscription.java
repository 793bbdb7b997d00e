package dev.slipstream.channels;

import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber of a channel's messages, with its buffer and its demand.
 *
 * <p>A thread that changes the subscription also signals the subscriber, unless another thread is signaling. In that
 * case the other thread handles the change, too, so signals never overlap. {@link #work} counts the changes that the
 * signaling thread has not handled yet. No thread holds the lock during a signal.
 */
final class MessageSubscription implements Flow.Subscription {

    private final MessageSubscriptions all;
    private final ChannelMessages publisher;
    private final long number;
    /** The number of unhandled changes. It begins with 1, so no other thread signals before {@code onSubscribe}. */
    private final AtomicInteger work = new AtomicInteger(1);

    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock.
    private final MessageBacklog backlog;
    private Flow.@Nullable Subscriber<? super ChannelMessage> subscriber;
    private long demand;
    private boolean hasEnded;
    /** The exception that ends the stream, if any. */
    private @Nullable Throwable failure;

    /**
     * Makes a subscription. Its signals begin with {@link #begin}.
     *
     * @param number how many leaves of the channel were asked for before this subscription
     */
    MessageSubscription(
            MessageSubscriptions all,
            ChannelMessages publisher,
            long number,
            Flow.Subscriber<? super ChannelMessage> subscriber) {
        this.all = all;
        this.publisher = publisher;
        this.number = number;
        this.backlog = new MessageBacklog(publisher.buffer());
        this.subscriber = subscriber;
    }

    long number() {
        return number;
    }

    /** Signals {@code onSubscribe}, and then the changes that other threads made meanwhile. */
    void begin(Flow.Subscriber<? super ChannelMessage> beginning) {
        try {
            beginning.onSubscribe(this);
        } catch (Throwable thrown) {
            broken(thrown);
        }
        signal(1);
    }

    /** Adds a message of the server. */
    void add(ChannelMessage message) {
        int dropped;
        lock.lock();
        try {
            if (subscriber == null || hasEnded) {
                return;
            }
            dropped = backlog.add(message);
        } finally {
            lock.unlock();
        }
        if (dropped > 0) {
            publisher.dropped(dropped);
        }
        changed();
    }

    /** Ends the stream after the buffered messages: with this exception, or normally if it is null. */
    void end(@Nullable Throwable because) {
        lock.lock();
        try {
            if (hasEnded) {
                return;
            }
            hasEnded = true;
            failure = because;
        } finally {
            lock.unlock();
        }
        changed();
    }

    @Override
    public void request(long n) {
        lock.lock();
        try {
            if (n <= 0) {
                hasEnded = true;
                failure = new IllegalArgumentException(
                        "request(" + n + ") is not accepted (rule 3.9 of Reactive Streams); request 1 or more");
                backlog.clear();
            } else {
                demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
            }
        } finally {
            lock.unlock();
        }
        changed();
    }

    @Override
    public void cancel() {
        lock.lock();
        try {
            subscriber = null;
            backlog.clear();
        } finally {
            lock.unlock();
        }
        all.remove(this);
    }

    private void changed() {
        if (work.getAndIncrement() == 0) {
            signal(1);
        }
    }

    /** Signals until no change is unhandled. Only one thread at a time runs this method. */
    private void signal(int seen) {
        int unseen = seen;
        while (unseen != 0) {
            while (signalNext()) {}
            unseen = work.addAndGet(-unseen);
        }
    }

    /**
     * Sends the subscriber its next message or its end, if it can be sent now. Returns whether another signal may
     * follow at once.
     */
    private boolean signalNext() {
        Flow.Subscriber<? super ChannelMessage> receiver;
        ChannelMessage message = null;
        Throwable because = null;
        lock.lock();
        try {
            receiver = subscriber;
            if (receiver == null) {
                return false;
            }
            if (demand > 0 && !backlog.isEmpty()) {
                demand -= demand == Long.MAX_VALUE ? 0 : 1;
                message = backlog.take();
            } else if (backlog.isEmpty() && (hasEnded || backlog.hasFailed())) {
                subscriber = null;
                because = backlog.hasFailed() && failure == null ? publisher.overflow() : failure;
            } else {
                return false;
            }
        } finally {
            lock.unlock();
        }
        try {
            if (message != null) {
                receiver.onNext(message);
                return true;
            }
            all.remove(this);
            if (because == null) {
                receiver.onComplete();
            } else {
                receiver.onError(because);
            }
        } catch (Throwable thrown) {
            broken(thrown);
        }
        return false;
    }

    /**
     * Cancels the subscription of a subscriber that threw. Rule 2.13 of Reactive Streams forbids subscribers to throw.
     */
    private void broken(Throwable thrown) {
        cancel();
        publisher.threw(thrown);
        if (thrown instanceof VirtualMachineError fatal && !(thrown instanceof StackOverflowError)) {
            throw fatal;
        }
    }
}
