package dev.slipstream.spring;

import dev.slipstream.RunningClient;
import dev.slipstream.channels.Channel;
import dev.slipstream.channels.ChannelSocket;
import dev.slipstream.channels.Registration;
import dev.slipstream.core.ConnectionStatus;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure;
import dev.slipstream.core.LogSafe;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.TopicCloseReason;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the health contributor knows about one client: why the last connection or attempt ended, and which topics are
 * joined. The client process reports events, and any thread may read the state.
 */
final class ClientWatch {

    /** Why topics of the properties were refused or ended. A topic that is joined again has no entry. */
    private final Map<String, TopicEnd> endedTopics = new ConcurrentHashMap<>();

    /** The topics of the properties that the application has left. */
    private final Set<String> leftTopics = ConcurrentHashMap.newKeySet();

    /** The last handle of each topic of the properties. */
    private final Map<String, WatchedHandle> handles = new ConcurrentHashMap<>();

    private volatile List<String> topics = List.of();
    private volatile @Nullable ChannelSocket channels;
    private volatile @Nullable RunningClient running;
    private volatile @Nullable DisconnectReason lastEnd;
    private volatile boolean hasBegun;
    private volatile boolean wasConnected;

    /**
     * Why a topic was refused or ended.
     *
     * @param state the state of the client, if it does not join the topic again
     * @param reason the reason as log lines show it: escaped, cut, and without secrets
     */
    private record TopicEnd(ClientState state, String reason) {

        static TopicEnd of(TopicCloseReason reason) {
            return switch (reason) {
                case TopicCloseReason.JoinRefused refused ->
                    new TopicEnd(ClientState.TOPIC_REFUSED, LogSafe.of(refused));
                case TopicCloseReason.JoinTimedOut late -> ended(late);
                case TopicCloseReason.NotSent unsent -> ended(unsent);
                case TopicCloseReason.ParamsFailed failed -> ended(failed);
                case TopicCloseReason.Crashed crashed -> ended(crashed);
                case TopicCloseReason.Ended ended -> ended(ended);
            };
        }

        private static TopicEnd ended(TopicCloseReason reason) {
            return new TopicEnd(ClientState.TOPIC_ENDED, LogSafe.of(reason));
        }
    }

    /** A handle of a topic, with the handlers of this watch. */
    private record WatchedHandle(Channel channel, List<Registration> handlers) {

        void close() {
            handlers.forEach(Registration::close);
        }
    }

    // --- reports ----------------------------------------------------------------------------------------------------

    /** Watches a client with callbacks, which reports to the methods below. */
    void watch(RunningClient client) {
        running = client;
    }

    /**
     * Watches a client with channel handles.
     *
     * @param configured the topics of the properties
     */
    void watch(ChannelSocket socket, List<String> configured) {
        topics = List.copyOf(configured);
        channels = socket;
        running = socket.client();
        Registration unusedState = socket.onStateChange(state -> begun());
        Registration unusedOpen = socket.onOpen(this::connected);
        Registration unusedError = socket.onError(failure -> ended(new DisconnectReason.ConnectFailed(failure)));
        Registration unusedClose = socket.onClose(this::ended); // replaces the reason that onError may have set before
    }

    /** Watches a handle of a topic of the properties. Stops watching an earlier handle of this topic. */
    void watch(Channel channel) {
        WatchedHandle unused = handles.compute(channel.topic(), (topic, before) -> {
            if (before != null && before.channel().equals(channel)) {
                return before;
            }
            if (before != null) {
                before.close();
            }
            return watched(channel);
        });
    }

    private WatchedHandle watched(Channel channel) {
        String topic = channel.topic();
        return new WatchedHandle(
                channel,
                List.of(
                        channel.onJoin(response -> {
                            endedTopics.remove(topic);
                            leftTopics.remove(topic);
                        }),
                        channel.onLeave(cause -> {
                            switch (cause) {
                                case CLIENT -> left(topic);
                                case SERVER -> ended(topic, new TopicCloseReason.Ended());
                            }
                        }),
                        channel.onError(reason -> ended(topic, reason))));
    }

    /**
     * Watches the handles that are in use now. After a leave, the application may join the topic with a new handle. No
     * callback reports the new handle to this watch.
     */
    private void watchHandlesInUse() {
        ChannelSocket socket = channels;
        if (socket != null) {
            topics.forEach(topic -> socket.channelInUse(topic).ifPresent(this::watch));
        }
    }

    private void left(String topic) {
        endedTopics.remove(topic);
        leftTopics.add(topic);
    }

    private void ended(String topic, TopicCloseReason reason) {
        leftTopics.remove(topic);
        endedTopics.put(topic, TopicEnd.of(reason));
    }

    void begun() {
        hasBegun = true;
    }

    void connected() {
        wasConnected = true;
        lastEnd = null;
    }

    void ended(DisconnectReason reason) {
        lastEnd = reason;
    }

    // --- answers ----------------------------------------------------------------------------------------------------

    /** The state of the client. Call this before the methods below, because it also updates the watched handles. */
    ClientState state() {
        watchHandlesInUse();
        RunningClient client = running;
        if (client == null) {
            return ClientState.NOT_STARTED;
        }
        if (stopReason(client).isPresent()) {
            return ClientState.STOPPED;
        }
        if (!hasBegun) {
            return ClientState.NOT_STARTED;
        }
        if (client.status() == ConnectionStatus.CONNECTED) {
            return stateOfTopics(client.socket());
        }
        if (client.status() == ConnectionStatus.DISCONNECTED && !client.socket().willReconnect() && lastEnd != null) {
            return ClientState.GIVEN_UP;
        }
        if (lastEnd instanceof DisconnectReason.ConnectFailed(Failure.HandshakeRefused refused)) {
            return ClientState.REFUSED;
        }
        return wasConnected ? ClientState.RECONNECTING : ClientState.CONNECTING;
    }

    /** The state of the connected client: the worst of the states of its topics. */
    private ClientState stateOfTopics(Socket socket) {
        Set<ClientState> states = EnumSet.of(ClientState.UP);
        topics.forEach(topic -> states.add(stateOf(topic, socket)));
        return Collections.max(states);
    }

    private ClientState stateOf(String topic, Socket socket) {
        if (socket.isJoined(topic)) {
            return ClientState.UP;
        }
        if (socket.isWanted(topic)) {
            return ClientState.JOINING;
        }
        if (leftTopics.contains(topic)) {
            return ClientState.UP;
        }
        TopicEnd end = endedTopics.get(topic);
        return end == null ? ClientState.JOINING : end.state();
    }

    private static Optional<StopReason> stopReason(RunningClient client) {
        CompletableFuture<StopReason> stopped = client.whenStopped().toCompletableFuture();
        return stopped.isDone() ? Optional.of(stopped.join()) : Optional.empty();
    }

    /**
     * The reason for the state, escaped and cut, and without secrets; empty if there is none. The reason is:
     *
     * <ul>
     *   <li>for a client that has ended, its {@link StopReason}
     *   <li>for a client without a connection, the {@link DisconnectReason} of the last connection or attempt
     *   <li>for a connected client, the {@link TopicCloseReason} of the first topic that was refused or ended
     * </ul>
     */
    Optional<String> reason() {
        return Optional.ofNullable(running)
                .flatMap(ClientWatch::stopReason)
                .<Object>map(reason -> reason)
                .or(() -> Optional.ofNullable(lastEnd))
                .map(LogSafe::of)
                .or(() -> topics.stream()
                        .map(endedTopics::get)
                        .filter(Objects::nonNull)
                        .map(TopicEnd::reason)
                        .findFirst());
    }

    /**
     * The state of each topic of the properties: {@code joined}, {@code joining}, {@code left} by the application, or
     * the {@link TopicCloseReason} after which the client does not join it again. The map is empty if the client does
     * not run.
     */
    Map<String, String> topics() {
        RunningClient client = running;
        Map<String, String> states = new LinkedHashMap<>();
        if (client != null && hasBegun && stopReason(client).isEmpty()) {
            Socket socket = client.socket();
            topics.forEach(topic -> states.put(topic, textOf(topic, socket)));
        }
        return states;
    }

    private String textOf(String topic, Socket socket) {
        if (socket.isJoined(topic)) {
            return "joined";
        }
        if (socket.isWanted(topic)) {
            return "joining";
        }
        TopicEnd end = endedTopics.get(topic);
        return end != null ? end.reason() : leftTopics.contains(topic) ? "left" : "joining";
    }
}
