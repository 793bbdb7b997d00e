package dev.slipstream.channels;

import dev.slipstream.core.LogSafe;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The channels in use, by topic. A topic has one channel at a time. Any thread may use it.
 *
 * <p>A channel is in use from its creation until it is left, ended or refused. {@link #claim} brings it back into use.
 */
final class OpenChannels {

    /**
     * A channel in use.
     *
     * @param joins the joins that were asked for and that the client has not begun yet; a leave that is answered
     *     meanwhile does not end the use
     */
    private record Use(Channel channel, int joins) {}

    private final Map<String, Use> byTopic = new ConcurrentHashMap<>();

    /** The channel in use, or a new one. */
    Channel of(String topic, Supplier<Channel> created) {
        return byTopic.computeIfAbsent(topic, name -> new Use(created.get(), 0)).channel();
    }

    @Nullable
    Channel find(String topic) {
        Use use = byTopic.get(topic);
        return use == null ? null : use.channel();
    }

    boolean isInUse(Channel channel) {
        return channel.equals(find(channel.topic()));
    }

    Collection<Channel> all() {
        return byTopic.values().stream().map(Use::channel).toList();
    }

    /**
     * Brings a channel into use for a join, until {@link #joining}.
     *
     * @throws IllegalStateException if another channel of the topic is in use
     */
    void claim(Channel channel) {
        byTopic.merge(channel.topic(), new Use(channel, 1), (current, claimed) -> {
            if (!current.channel().equals(channel)) {
                throw new IllegalStateException("cannot join " + LogSafe.of(channel.topic())
                        + " with this handle: it was left, and another handle of this topic is in use; use the one that"
                        + " socket.channel(topic) returns");
            }
            return new Use(channel, current.joins() + 1);
        });
    }

    /** Notes that the client has begun a join for which the channel was claimed, or never will. */
    void joining(Channel channel) {
        byTopic.computeIfPresent(
                channel.topic(),
                (topic, current) -> current.channel().equals(channel)
                        ? new Use(channel, Math.max(current.joins() - 1, 0))
                        : current);
    }

    /** Ends the use of a channel that is not wanted any more, unless a join was asked for meanwhile. */
    void release(Channel channel) {
        byTopic.computeIfPresent(
                channel.topic(),
                (topic, current) -> current.channel().equals(channel) && current.joins() == 0 ? null : current);
    }
}
