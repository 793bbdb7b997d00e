package dev.slipstream.spring;

import dev.slipstream.RunningClient;
import dev.slipstream.channels.Channel;
import dev.slipstream.channels.ChannelSocket;
import dev.slipstream.channels.Registration;
import dev.slipstream.core.ConnectionStatus;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure;
import dev.slipstream.core.TopicCloseReason;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the health contributor knows about one client: why the last connection or attempt ended, and which topics are
 * joined. The client process reports, and any thread asks.
 */
final class ClientWatch {

    private final Map<String, Channel> channels = new ConcurrentHashMap<>();
    private final Map<String, TopicCloseReason> failedTopics = new ConcurrentHashMap<>();
    private volatile @Nullable RunningClient running;
    private volatile @Nullable DisconnectReason lastEnd;
    private volatile boolean wasConnected;

    // --- reports ----------------------------------------------------------------------------------------------------

    void begin(RunningClient client) {
        running = client;
    }

    /** Watches a client with channel handles. */
    void watch(ChannelSocket socket) {
        begin(socket.client());
        Registration unusedOpen = socket.onOpen(this::connected);
        Registration unusedError = socket.onError(failure -> ended(new DisconnectReason.ConnectFailed(failure)));
        Registration unusedClose = socket.onClose(this::ended); // called after onError, if an open connection broke
    }

    /** Watches a topic of the properties. */
    void watch(Channel channel) {
        channels.put(channel.topic(), channel);
        Registration unusedJoin = channel.onJoin(response -> failedTopics.remove(channel.topic()));
        Registration unusedError = channel.onError(reason -> failedTopics.put(channel.topic(), reason));
    }

    void connected() {
        wasConnected = true;
        lastEnd = null;
    }

    void ended(DisconnectReason reason) {
        lastEnd = reason;
    }

    // --- answers ----------------------------------------------------------------------------------------------------

    ClientState state() {
        RunningClient client = running;
        if (client == null || client.whenStopped().toCompletableFuture().isDone()) {
            return ClientState.STOPPED;
        }
        if (client.status() == ConnectionStatus.CONNECTED) {
            return channels.values().stream().allMatch(Channel::isJoined) ? ClientState.UP : ClientState.JOINING;
        }
        if (client.status() == ConnectionStatus.DISCONNECTED && !client.socket().willReconnect() && lastEnd != null) {
            return ClientState.GIVEN_UP;
        }
        if (lastEnd instanceof DisconnectReason.ConnectFailed(Failure.HandshakeRefused refused)) {
            return ClientState.REFUSED;
        }
        return wasConnected ? ClientState.RECONNECTING : ClientState.CONNECTING;
    }

    /** Why the last attempt or connection ended; null while the client is connected, and before the first end. */
    @Nullable
    DisconnectReason lastEnd() {
        return lastEnd;
    }

    /**
     * The state of each topic of the properties: {@code joined}, {@code joining}, or the kind of the reason why the
     * client does not join it again, such as {@code JoinRefused}. The response of the server is not shown.
     */
    Map<String, String> topics() {
        Map<String, String> topics = new LinkedHashMap<>();
        channels.forEach((topic, channel) -> topics.put(topic, stateOf(channel)));
        return topics;
    }

    private String stateOf(Channel channel) {
        TopicCloseReason failure = failedTopics.get(channel.topic());
        if (channel.isJoined()) {
            return "joined";
        }
        if (channel.isWanted()) {
            return "joining";
        }
        return failure == null ? "left" : failure.getClass().getSimpleName();
    }
}
