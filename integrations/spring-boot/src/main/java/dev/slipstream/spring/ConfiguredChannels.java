package dev.slipstream.spring;

import dev.slipstream.ClientEndedException;
import dev.slipstream.channels.Channel;
import dev.slipstream.channels.ChannelSocket;
import dev.slipstream.channels.Registration;
import dev.slipstream.core.JoinOptions;
import dev.slipstream.core.JoinParams;
import dev.slipstream.core.LeaveCause;
import dev.slipstream.core.Payload;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The channel handles of the topics in the properties of one client.
 *
 * <p>The server may refuse or end a channel. If the client does not join it again, its handle is no longer in use. Then
 * {@code socket.channel(topic)} would return a new handle without params and listeners. So this object makes the next
 * handle at once, with the params and listeners of the topic. The stage that {@code join} returned fails only after
 * that, so a caller that waits for the stage finds the next handle. After a {@code leave} by the application, this
 * object makes no handle, because the application may join the old handle again.
 */
final class ConfiguredChannels {

    private final ChannelSocket socket;
    private final Optional<JoinParams> params;
    private final ClientWatch watch;
    private final Map<String, Channel> handles = new ConcurrentHashMap<>();
    private final Map<String, List<Consumer<Channel>>> listeners = new ConcurrentHashMap<>();

    ConfiguredChannels(ChannelSocket socket, Optional<JoinParams> params, ClientWatch watch) {
        this.socket = socket;
        this.params = params;
        this.watch = watch;
    }

    /** Makes the handle of a topic, and joins it. The join waits for the start of the client. */
    void join(String topic) {
        prepare(topic);
        CompletionStage<Payload> unused = socket.channel(topic).join(); // the client logs a join that fails
    }

    /** Passes the handle of a topic, and each later handle, to this function, which registers a listener. */
    void listen(String topic, Consumer<Channel> registration) {
        registration.accept(socket.channel(topic));
        listeners.computeIfAbsent(topic, name -> new CopyOnWriteArrayList<>()).add(registration);
    }

    /** Prepares the handle in use, unless it is prepared already. If none is in use, makes one. */
    private void prepare(String topic) {
        Channel channel = made(topic);
        if (channel.equals(handles.put(topic, channel))) {
            return;
        }
        watch.watch(channel);
        Registration unusedError = channel.onError(reason -> renewIfOver(channel));
        Registration unusedLeave = channel.onLeave(cause -> {
            if (cause == LeaveCause.SERVER) {
                renewIfOver(channel);
            }
        });
        listeners.getOrDefault(topic, List.of()).forEach(registration -> registration.accept(channel));
    }

    private Channel made(String topic) {
        if (params.isEmpty()) {
            return socket.channel(topic);
        }
        JoinOptions options = JoinOptions.builder().paramsSupplier(params.get()).build();
        try {
            return socket.channelWith(topic, options);
        } catch (IllegalStateException isInUse) { // the application has just made a handle with other params
            return socket.channel(topic);
        }
    }

    /** Prepares the next handle after the running callback, because the old handle is in use until then. */
    private void renewIfOver(Channel channel) {
        if (channel.isWanted()) {
            return;
        }
        try {
            CompletionStage<?> unused = socket.client().run(state -> {
                prepare(channel.topic());
                return state;
            });
        } catch (ClientEndedException ended) {
            // a client that has ended joins nothing
        } catch (IllegalStateException full) {
            socket.client()
                    .report(
                            "the listeners of a topic",
                            "the mailbox is full, so the next handle of " + channel.topic()
                                    + " has no listeners; send less often, or raise StartOptions.maxMessages");
        }
    }
}
