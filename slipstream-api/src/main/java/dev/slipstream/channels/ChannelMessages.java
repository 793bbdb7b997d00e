package dev.slipstream.channels;

import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The messages of a channel as a stream, for Reactor, RxJava and other libraries of Reactive Streams.
 *
 * <p>Each subscriber receives the messages that arrive after it subscribed, in the order of the server, and no more
 * than it requests. Messages that it has not requested yet wait in its own buffer ({@link MessageBuffer}). A subscriber
 * that subscribes before the join receives every message. The stream continues after reconnects and rejoins.
 *
 * <p>The stream completes after its buffered messages if the channel is left, if the server ends the channel
 * ({@code phx_close}) without a rejoin, or if the socket is closed. If the join is refused or the channel crashes, and
 * the client does not try again, the stream ends with {@link dev.slipstream.JoinFailedException}. If the connection is
 * lost or cannot be opened, and the client does not connect again, the stream of a wanted channel ends with
 * {@link dev.slipstream.AwaitEndedException}.
 *
 * <p>The signals of a subscriber never overlap. A message that is already requested when it arrives is signaled on the
 * client process, like a call of a handler; a subscriber that blocks there delays the handlers. A buffered message is
 * signaled on the thread that requests it, and handlers may run at the same time. If a subscriber throws, its
 * subscription ends, and the exception is logged and reported to telemetry.
 */
public final class ChannelMessages implements Flow.Publisher<ChannelMessage> {

    private final String topic;
    private final ClientAccess client;
    private final MessageSubscriptions subscriptions;
    private final MessageBuffer buffer;
    private final AtomicLong dropped = new AtomicLong();

    ChannelMessages(String topic, ClientAccess client, MessageSubscriptions subscriptions, MessageBuffer buffer) {
        this.topic = topic;
        this.client = client;
        this.subscriptions = subscriptions;
        this.buffer = Objects.requireNonNull(buffer, "buffer");
    }

    /**
     * Adds a subscriber. Its buffer has the bounds of this publisher.
     *
     * <p>If the subscriber requests a number below 1, its stream ends with {@link IllegalArgumentException}.
     */
    @Override
    public void subscribe(Flow.Subscriber<? super ChannelMessage> subscriber) {
        subscriptions.add(this, Objects.requireNonNull(subscriber, "subscriber"));
    }

    /** The number of messages that the buffers of all subscribers of this publisher dropped. */
    public long dropped() {
        return dropped.get();
    }

    MessageBuffer buffer() {
        return buffer;
    }

    void dropped(int messages) {
        dropped.addAndGet(messages);
        client.report(
                "dropped messages of " + topic,
                "a subscriber of " + topic + " is too slow: its buffer for " + buffer.bounds()
                        + " is full, and dropped " + MessageBuffer.count(messages, "message") + " (" + buffer.overflow()
                        + "); request messages earlier, or pass a larger MessageBuffer to messages()");
    }

    MessageOverflowException overflow() {
        return new MessageOverflowException(topic, buffer);
    }

    void threw(Throwable thrown) {
        String who = "a subscriber of " + topic;
        client.report(who, who + " threw, and its subscription ends", thrown, topic, "");
    }
}
