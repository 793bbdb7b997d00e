package dev.slipstream.channels;

import dev.slipstream.core.LogSafe;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The channels in use, by topic. A topic has one channel in use at a time. Any thread may use this object.
 *
 * <p>A channel is in use from its creation until it is left, ended or refused. A later join claims it: {@link #claim}
 * brings it back into use.
 */
final class OpenChannels {

    private final Map<String, Channel> byTopic = new ConcurrentHashMap<>();
    private final AtomicBoolean hasRun = new AtomicBoolean();

    /** Returns the channel in use; if there is none, creates one and brings it into use. */
    Channel of(String topic, Supplier<Channel> created) {
        return byTopic.computeIfAbsent(topic, name -> created.get());
    }

    @Nullable
    Channel find(String topic) {
        return byTopic.get(topic);
    }

    boolean isInUse(Channel channel) {
        return channel.equals(find(channel.topic()));
    }

    Collection<Channel> all() {
        return List.copyOf(byTopic.values());
    }

    /**
     * Brings a channel into use for a join. The channel's {@link UnbegunCalls} must contain this join already.
     * Otherwise the answer to an earlier leave could end this use.
     *
     * @throws IllegalStateException if another channel of the topic is in use
     */
    void claim(Channel channel) {
        Channel current = byTopic.putIfAbsent(channel.topic(), channel);
        if (current != null && !current.equals(channel)) {
            throw otherInUse("join " + LogSafe.of(channel.topic()));
        }
    }

    /** Whether another channel of the topic is in use and was asked to join. */
    boolean isOtherJoined(Channel channel) {
        Channel current = find(channel.topic());
        return current != null && !current.equals(channel) && current.isAsked();
    }

    /**
     * Makes the exception for a channel whose topic another channel uses.
     *
     * @param action what the channel cannot do, such as {@code push shout to rooms:lobby}
     */
    static IllegalStateException otherInUse(String action) {
        return new IllegalStateException("cannot " + action + " with this handle: it was left, refused or ended,"
                + " and another handle of this topic is in use; use the one that socket.channel(topic) returns");
    }

    /** Returns whether this method was called before. If so, the caller is a restarted client. */
    boolean isRestart() {
        return hasRun.getAndSet(true);
    }

    /** Ends the use of a channel that is not wanted any more, unless a join was asked for meanwhile. */
    void release(Channel channel) {
        byTopic.computeIfPresent(
                channel.topic(),
                (topic, current) ->
                        current.equals(channel) && !channel.state().calls().hasJoin() ? null : current);
    }
}
