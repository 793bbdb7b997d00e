package dev.slipstream.examples.guide;

import dev.slipstream.channels.Channel;
import dev.slipstream.channels.ChannelMessage;
import dev.slipstream.channels.ChannelMessages;
import dev.slipstream.channels.MessageBuffer;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A subscriber of a channel's messages. It requests the next message when it has handled the previous one. */
final class OneAtATime implements Flow.Subscriber<ChannelMessage> {

    private final Consumer<String> display;
    private Flow.@Nullable Subscription subscription;

    OneAtATime(Consumer<String> display) {
        this.display = display;
    }

    static ChannelMessages subscribe(Channel lobby, Consumer<String> display) {
        MessageBuffer buffer = MessageBuffer.of(10_000, MessageBuffer.Overflow.FAIL);
        ChannelMessages messages = lobby.messages(buffer);
        messages.subscribe(new OneAtATime(display));
        return messages;
    }

    @Override
    public void onSubscribe(Flow.Subscription begun) {
        subscription = begun;
        begun.request(1);
    }

    @Override
    public void onNext(ChannelMessage message) {
        display.accept(message.event() + " " + message.payload().text());
        if (subscription != null) {
            subscription.request(1);
        }
    }

    @Override
    public void onError(Throwable thrown) {
        display.accept(thrown.getMessage());
    }

    @Override
    public void onComplete() {
        display.accept("complete");
    }
}
