package dev.slipstream.system.channels;

import dev.slipstream.channels.ChannelMessage;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A subscriber that passes each message, with its subscription, to a function of the test. */
final class ForwardingSubscriber implements Flow.Subscriber<ChannelMessage> {

    private final long first;
    private final BiConsumer<Flow.Subscription, ChannelMessage> next;
    private Flow.@Nullable Subscription subscription;

    /** Makes a subscriber that requests all messages. */
    ForwardingSubscriber(Consumer<ChannelMessage> next) {
        this(Long.MAX_VALUE, (subscription, message) -> next.accept(message));
    }

    /** Makes a subscriber that requests this many messages when it is subscribed. */
    ForwardingSubscriber(long first, BiConsumer<Flow.Subscription, ChannelMessage> next) {
        this.first = first;
        this.next = next;
    }

    @Override
    public void onSubscribe(Flow.Subscription began) {
        subscription = began;
        began.request(first);
    }

    @Override
    public void onNext(ChannelMessage message) {
        next.accept(Objects.requireNonNull(subscription), message);
    }

    @Override
    public void onError(Throwable thrown) {
        throw new AssertionError("the stream ended with an error", thrown);
    }

    @Override
    public void onComplete() {}
}
