package dev.slipstream.system.channels;

import dev.slipstream.channels.ChannelMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** A subscriber that records its signals: payloads as text, {@code complete}, and the class of an error. */
final class RecordingSubscriber implements Flow.Subscriber<ChannelMessage> {

    final List<String> signals = new ArrayList<>();
    private final long first;
    private Flow.@Nullable Subscription subscription;
    private @Nullable Throwable failure;

    /** Makes a subscriber that requests this many messages when it is subscribed. */
    RecordingSubscriber(long first) {
        this.first = first;
    }

    Flow.Subscription subscription() {
        return Objects.requireNonNull(subscription);
    }

    Throwable failure() {
        return Objects.requireNonNull(failure);
    }

    void request(long n) {
        subscription().request(n);
    }

    /** Returns the signals since the last call. */
    List<String> taken() {
        List<String> taken = List.copyOf(signals);
        signals.clear();
        return taken;
    }

    @Override
    public void onSubscribe(Flow.Subscription began) {
        subscription = began;
        if (first > 0) {
            began.request(first);
        }
    }

    @Override
    public void onNext(ChannelMessage message) {
        signals.add(message.payload().text());
    }

    @Override
    public void onError(Throwable thrown) {
        failure = thrown;
        signals.add(thrown.getClass().getSimpleName());
    }

    @Override
    public void onComplete() {
        signals.add(subscription == null ? "complete before onSubscribe" : "complete");
    }
}
