package dev.slipstream.system.scenarios;

import dev.slipstream.channels.ChannelMessage;
import java.util.Queue;
import java.util.concurrent.Flow;

/** A subscriber that requests all messages, and notes each signal. */
record NotingSubscriber(Queue<String> notes) implements Flow.Subscriber<ChannelMessage> {

    @Override
    public void onSubscribe(Flow.Subscription began) {
        began.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(ChannelMessage message) {
        notes.add("stream " + message.payload().text());
    }

    @Override
    public void onError(Throwable thrown) {
        notes.add("stream failed " + thrown);
    }

    @Override
    public void onComplete() {
        notes.add("stream complete");
    }
}
