package dev.slipstream.channels;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The subscribers of one channel's messages. Any thread may subscribe; the client process adds messages. */
final class MessageSubscriptions {

    private final List<MessageSubscription> all = new CopyOnWriteArrayList<>();
    /**
     * How many leaves the program asked for. A leave ends only the subscriptions that began before the program asked
     * for the leave.
     */
    private final AtomicLong leaves = new AtomicLong();

    private final OpenStreams ofSocket;

    MessageSubscriptions(OpenStreams ofSocket) {
        this.ofSocket = ofSocket;
    }

    void add(ChannelMessages publisher, Flow.Subscriber<? super ChannelMessage> subscriber) {
        MessageSubscription added = new MessageSubscription(this, publisher, leaves.get(), subscriber);
        all.add(added);
        ofSocket.add(added);
        added.begin(subscriber);
    }

    void remove(MessageSubscription ended) {
        all.remove(ended);
        ofSocket.remove(ended);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    void offer(ChannelMessage message) {
        for (MessageSubscription subscription : all) {
            subscription.add(message);
        }
    }

    /** Counts a leave that is asked for. Returns its number, which is passed to {@link #left} later. */
    long leaving() {
        return leaves.incrementAndGet();
    }

    /** Completes the subscriptions that began before this leave was asked for. */
    void left(long leave) {
        for (MessageSubscription subscription : all) {
            if (subscription.number() < leave) {
                subscription.end(null);
            }
        }
    }

    /** Ends all subscriptions: with this exception, or normally if it is null. */
    void end(@Nullable Throwable because) {
        for (MessageSubscription subscription : all) {
            subscription.end(because);
        }
    }
}
