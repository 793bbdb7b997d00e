package dev.slipstream.channels;

import dev.slipstream.core.LogSafe;
import java.util.Collection;
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

    /**
     * A channel in use.
     *
     * @param joins how many joins the program asked for and the client has not begun yet. While there are any, the
     *     answer to a leave does not end the use
     */
    private record Use(Channel channel, int joins) {}

    private final Map<String, Use> byTopic = new ConcurrentHashMap<>();
    private final AtomicBoolean hasRun = new AtomicBoolean();

    /** Returns the channel in use; if there is none, creates one and brings it into use. */
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
     * Brings a channel into use for a join. {@link #release} does not end this use before {@link #joining} is called.
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

    /** Ends the claim of one join, because the client has begun this join, or never will. */
    void joining(Channel channel) {
        byTopic.computeIfPresent(
                channel.topic(),
                (topic, current) -> current.channel().equals(channel)
                        ? new Use(channel, Math.max(current.joins() - 1, 0))
                        : current);
    }

    /** Ends the claims of all joins of a channel, because a restart of the client lost these joins. */
    void restart(Channel channel) {
        byTopic.computeIfPresent(
                channel.topic(), (topic, current) -> current.channel().equals(channel) ? new Use(channel, 0) : current);
    }

    /** Returns whether an earlier run of the client called this method, so that the caller is a restarted client. */
    boolean isRestart() {
        return hasRun.getAndSet(true);
    }

    /** Ends the use of a channel that is not wanted any more, unless a join was asked for meanwhile. */
    void release(Channel channel) {
        byTopic.computeIfPresent(
                channel.topic(),
                (topic, current) -> current.channel().equals(channel) && current.joins() == 0 ? null : current);
    }
}
