package dev.slipstream.channels;

import dev.slipstream.AwaitEndedException;
import dev.slipstream.AwaitInterruptedException;
import dev.slipstream.AwaitTimeoutException;
import dev.slipstream.JoinFailedException;
import dev.slipstream.RunningClient;
import dev.slipstream.StartOptions;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.ConnectionStatus;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure;
import dev.slipstream.core.JoinOptions;
import dev.slipstream.core.LogSafe;
import dev.slipstream.core.Payload;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * A connection to a Phoenix server with channel handles, as in phoenix.js.
 *
 * <pre>{@code
 * try (ChannelSocket socket = ChannelSocket.connect(Configuration.of(uri))) {
 *     Channel lobby = socket.channel("rooms:lobby", Map.of("user", 1));
 *     lobby.on("shout", Shout.class, shout -> show(shout.text()));
 *     lobby.join().thenAccept(welcome -> lobby.push("shout", Map.of("text", "hello")));
 *     socket.client().awaitStopped();
 * }
 * }</pre>
 *
 * <p>Each socket runs one client. {@link Configuration} and {@link StartOptions} set its reconnects, rejoins,
 * credentials, backoff, telemetry and restarts. All handlers of a socket and its channels run on the client process.
 * They never overlap, and may block. All methods are thread-safe. The threads of a client do not keep the JVM alive.
 */
public final class ChannelSocket implements AutoCloseable {

    private final OpenChannels channels = new OpenChannels();
    private final ClientAccess client;

    private ChannelSocket(Configuration configuration, StartOptions options) {
        this.client = new ClientAccess(Objects.requireNonNull(configuration, "configuration"), options, channels);
    }

    /**
     * Starts a client that connects. Returns at once, before the client is connected. Handlers that are registered on
     * the returned socket may miss the first changes of the connection; with {@link #prepare} they miss none.
     *
     * @throws IllegalStateException if no transport or serializer is found, or if several are found
     * @throws IllegalArgumentException if the client cannot use the configuration, see
     *     {@link dev.slipstream.Slipstream#checkConfiguration}
     */
    public static ChannelSocket connect(Configuration configuration) {
        return connect(configuration, StartOptions.standard());
    }

    /**
     * Like {@link #connect(Configuration)}, with these options. If the options restart a client that failed, the client
     * joins the wanted channels again after the restart. Their handlers and streams continue. Stages of joins fail, and
     * messages that the failed client had not handled are lost. The last call of join or leave on a channel decides
     * whether the restarted client joins the channel, even if the failed client had not begun this call.
     *
     * @throws IllegalStateException if the options name no transport or serializer, and none or several are found; or
     *     if another client with this name is running
     * @throws IllegalArgumentException if the executor runs tasks on the submitting thread; or if the client cannot use
     *     the configuration, see {@link dev.slipstream.Slipstream#checkConfiguration}
     */
    public static ChannelSocket connect(Configuration configuration, StartOptions options) {
        return prepare(configuration, options).start();
    }

    /**
     * Prepares a socket that {@link #start} starts later, for a container with its own life cycle. Before the start,
     * the program may make channels, register handlers, join and push. These joins and pushes are made at the start.
     *
     * @throws IllegalStateException as {@link #connect(Configuration, StartOptions)}, but only {@link #start} checks
     *     the name
     * @throws IllegalArgumentException as {@link #connect(Configuration, StartOptions)}
     */
    public static ChannelSocket prepare(Configuration configuration, StartOptions options) {
        return new ChannelSocket(configuration, options);
    }

    /**
     * Starts a socket that {@link #prepare} made. Returns at once, before the socket is connected.
     *
     * @throws IllegalStateException if the socket was started or closed before, or another client with the name of the
     *     options is running
     */
    public ChannelSocket start() {
        client.start();
        return this;
    }

    // --- channels ---------------------------------------------------------------------------------------------------

    /**
     * Returns the channel of this topic. Each call returns the same object as long as the channel is in use: until you
     * leave it, or until the client no longer tries to join it, for example after a refusal. If no channel of this
     * topic is in use, returns a new channel with empty params, which is not joined yet.
     *
     * <p>A channel that is never joined takes memory until {@link Channel#leave} or the end of the socket. So do not
     * make channels for topics that the program may never join.
     *
     * @throws IllegalArgumentException if the topic is empty, or Phoenix reserves it
     */
    public Channel channel(String topic) {
        return channels.of(checked(topic), () -> created(topic, ChannelParams.none()));
    }

    /**
     * Returns the channel of this topic, with these params.
     *
     * @param params sent as JSON with each join, and received by the server's {@code join/3}; not null
     * @throws IllegalArgumentException if the topic is empty, or Phoenix reserves it; or if the value cannot
     *     be params, for example because it is a timeout or a stage. For {@link JoinOptions}, use {@link #channelWith}
     * @throws IllegalStateException if the channel is in use with other params, as {@code equals} compares them. After
     *     {@link Channel#leave} the channel is in use until the stage of the leave completes
     */
    public Channel channel(String topic, Object params) {
        return channelOf(topic, ChannelParams.of(checked(topic), params));
    }

    /**
     * Like {@link #channel(String, Object)}, with options. The options may have a supplier, which makes the params of
     * each join, such as a fresh token. They may also have a buffer for pushes that are made while the channel is not
     * joined. The default buffer is {@code PushBuffer.of(1000)}.
     *
     * @throws IllegalArgumentException as {@link #channel(String, Object)}, for the params of the options
     * @throws IllegalStateException if the channel is in use with other options
     */
    public Channel channelWith(String topic, JoinOptions options) {
        return channelOf(topic, ChannelParams.withBuffer(checked(topic), Objects.requireNonNull(options, "options")));
    }

    /**
     * Returns the channel of this topic that is in use, but does not make one. Empty if no channel was made, or if you
     * have left the channel, or if the client no longer tries to join it.
     *
     * @throws IllegalArgumentException if the topic is empty, or Phoenix reserves it
     */
    public Optional<Channel> channelInUse(String topic) {
        return Optional.ofNullable(channels.find(checked(topic)));
    }

    private Channel channelOf(String topic, JoinOptions options) {
        Channel channel = channels.of(checked(topic), () -> created(topic, options));
        if (!ChannelParams.areEqual(channel.state().options(), options)) {
            throw new IllegalStateException("cannot make another channel of " + LogSafe.of(topic)
                    + " with other params: "
                    + (channel.state().isLeaving()
                            ? "the leave of the last one is under way; make the channel in thenAccept of the stage that"
                                    + " leave returned"
                            : "one is in use; call channel(topic) to get it, or leave it first"));
        }
        return channel;
    }

    private Channel created(String topic, JoinOptions options) {
        return new Channel(topic, new ChannelState(topic, options, client), client, channels);
    }

    private static String checked(String topic) {
        if (Objects.requireNonNull(topic, "topic").isEmpty() || topic.equals("phoenix")) {
            throw new IllegalArgumentException("topic \"" + topic
                    + "\" is not accepted: it is empty, or reserved by Phoenix for heartbeats; choose another one");
        }
        return topic;
    }

    /**
     * Joins a channel and waits until it is joined. Returns the server's response.
     *
     * @param timeout how long to wait: more than 0
     * @throws JoinFailedException if the client does not try again after the server refused the join or the channel
     *     crashed
     * @throws AwaitEndedException if the channel was left, or the client does not connect again
     * @throws AwaitTimeoutException if the channel is not joined in time; it stays wanted
     * @throws AwaitInterruptedException if the thread is interrupted
     * @throws dev.slipstream.ClientEndedException if the socket is closed
     * @throws IllegalStateException if called in a handler, because handlers must not wait for a join; or if the socket
     *     is not started. Nothing is sent then
     * @throws IllegalArgumentException if the channel belongs to another socket
     */
    public Payload awaitJoined(Channel channel, Duration timeout) {
        String awaited = "the join of " + LogSafe.of(channel.topic());
        if (!channel.isOf(client)) {
            throw new IllegalArgumentException("cannot wait for " + awaited
                    + ": the channel belongs to another socket; call awaitJoined of that socket");
        }
        client.checkMayWait(awaited);
        try {
            return channel.join(timeout).toCompletableFuture().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AwaitInterruptedException();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error thrown) {
                throw thrown;
            }
            if (e.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            throw new IllegalStateException(e); // the stage completes with no other exception
        }
    }

    // --- the connection ---------------------------------------------------------------------------------------------

    /**
     * The status of the connection. While the client connects or waits for its next attempt, the status is
     * {@link ConnectionStatus#CONNECTING}. Before the start, after the end, and if the client does not connect again,
     * it is {@link ConnectionStatus#DISCONNECTED}.
     */
    public ConnectionStatus state() {
        return client.events().status();
    }

    /**
     * Calls a handler when the connection opens, for the first time or again. A handler that is registered after
     * {@link #connect} may miss the first connection; register it between {@link #prepare} and {@link #start}.
     */
    public Registration onOpen(Runnable handler) {
        return client.events().onOpen(handler);
    }

    /**
     * Calls a handler when an open connection has ended. In the handler, {@link #state} is
     * {@link ConnectionStatus#CONNECTING} if the client connects again. A handler that is registered later misses
     * earlier ends.
     */
    public Registration onClose(Consumer<? super DisconnectReason> handler) {
        return client.events().onClose(handler);
    }

    /**
     * Calls a handler when an attempt to connect failed, or when an open connection ended because of a failure. In the
     * second case, the handlers of {@link #onClose} are called afterwards. A handler that is registered after
     * {@link #connect} may miss the first failure; register it between {@link #prepare} and {@link #start}.
     */
    public Registration onError(Consumer<? super Failure> handler) {
        return client.events().onError(handler);
    }

    /**
     * Calls a handler with the new {@link #state} after each change, before the other handlers of the socket. A handler
     * that is registered after {@link #connect} may miss the first changes; register it between {@link #prepare} and
     * {@link #start}.
     */
    public Registration onStateChange(Consumer<? super ConnectionStatus> handler) {
        return client.events().onStateChange(handler);
    }

    /**
     * The client of this socket. It has methods that sockets and channels lack, such as
     * {@link RunningClient#whenStopped}.
     */
    public RunningClient client() {
        return client.client();
    }

    /**
     * Closes the connection and ends the client. Waits up to 10 s until the client has ended; a call in a handler does
     * not wait. Streams complete, joins that wait fail with {@link dev.slipstream.ClientEndedException}, and pushes
     * that wait for a reply are {@code Lost}.
     */
    @Override
    public void close() {
        client.close();
    }

    /** The status of the connection. */
    @Override
    public String toString() {
        return "ChannelSocket[" + state() + "]";
    }
}
