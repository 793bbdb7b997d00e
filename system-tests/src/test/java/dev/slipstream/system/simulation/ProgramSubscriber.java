package dev.slipstream.system.simulation;

import dev.slipstream.channels.ChannelMessage;
import dev.slipstream.channels.ChannelMessages;
import dev.slipstream.channels.MessageBuffer;
import dev.slipstream.simulation.SeededRandom;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A subscriber of the program. It requests, cancels and throws at random. */
final class ProgramSubscriber implements Flow.Subscriber<ChannelMessage> {

    private final int number;
    private final ProgramHandle handle;
    private final MessageBuffer buffer;
    private final ChannelMessages messages;
    private final SeededRandom random;
    private final Consumer<ProgramEvent> events;
    private Flow.@Nullable Subscription subscription;
    private boolean isOver;
    private boolean isCalm;

    ProgramSubscriber(
            int number,
            ProgramHandle handle,
            MessageBuffer buffer,
            SeededRandom random,
            Consumer<ProgramEvent> events) {
        this.number = number;
        this.handle = handle;
        this.buffer = buffer;
        this.messages = handle.channel().messages(buffer);
        this.random = random;
        this.events = events;
    }

    /** Subscribes to the messages of the handle. */
    void begin() {
        messages.subscribe(this);
    }

    /** Stops all random actions. */
    void calm() {
        isCalm = true;
    }

    void request(long count) {
        if (subscription != null && !isOver) {
            events.accept(new ProgramEvent.Requested(number, count));
            subscription.request(count);
        }
    }

    void cancel() {
        if (subscription != null && !isOver) {
            isOver = true;
            subscription.cancel();
            events.accept(new ProgramEvent.StreamCancelled(number));
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription began) {
        subscription = began;
        events.accept(new ProgramEvent.Subscribed(number, handle.number(), buffer));
        if (random.oneIn(2)) {
            request(random.oneIn(4) ? Long.MAX_VALUE : random.between(1, 5));
        }
    }

    @Override
    public void onNext(ChannelMessage message) {
        boolean isThrowing = !isCalm && random.oneIn(60);
        events.accept(new ProgramEvent.StreamNext(number, ProgramHandle.text(message), isThrowing));
        if (isThrowing) {
            isOver = true;
            throw new PlannedException("a subscriber");
        }
        if (isCalm) {
            return;
        }
        switch (random.below(8)) {
            case 0, 1, 2 -> request(1);
            case 3 -> request(random.between(1, 3));
            case 4 -> {
                if (random.oneIn(10)) {
                    cancel();
                }
            }
            default -> {}
        }
    }

    @Override
    public void onError(Throwable thrown) {
        ended(thrown);
    }

    @Override
    public void onComplete() {
        ended(null);
    }

    private void ended(@Nullable Throwable thrown) {
        isOver = true;
        events.accept(new ProgramEvent.StreamEnded(number, thrown, messages.dropped()));
    }
}
