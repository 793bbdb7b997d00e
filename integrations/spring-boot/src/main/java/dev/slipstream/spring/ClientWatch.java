package dev.slipstream.spring;

import dev.slipstream.RunningClient;
import dev.slipstream.channels.Channel;
import dev.slipstream.channels.ChannelSocket;
import dev.slipstream.channels.Registration;
import dev.slipstream.core.ConnectionStatus;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the health contributor knows about one client: why the last connection or attempt ended, and which topics are
 * joined. The client process reports, and any thread asks.
 */
final class ClientWatch {

    /** Why a topic of the properties is not wanted any more: {@code left}, or the kind of the failure. */
    private final Map<String, String> endedTopics = new ConcurrentHashMap<>();

    private volatile List<String> topics = List.of();
    private volatile @Nullable RunningClient running;
    private volatile @Nullable DisconnectReason lastEnd;
    private volatile boolean hasBegun;
    private volatile boolean wasConnected;

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
        running = socket.client();
        Registration unusedState = socket.onStateChange(state -> begun());
        Registration unusedOpen = socket.onOpen(this::connected);
        Registration unusedError = socket.onError(failure -> ended(new DisconnectReason.ConnectFailed(failure)));
        Registration unusedClose = socket.onClose(this::ended); // called after onError, if an open connection broke
    }

    /** Watches a handle of a topic of the properties. */
    void watch(Channel channel) {
        String topic = channel.topic();
        Registration unusedJoin = channel.onJoin(response -> endedTopics.remove(topic));
        Registration unusedLeave = channel.onLeave(cause -> endedTopics.put(topic, "left"));
        Registration unusedError = channel.onError(
                reason -> endedTopics.put(topic, reason.getClass().getSimpleName()));
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

    ClientState state() {
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
            return topics.stream().allMatch(client.socket()::isJoined) ? ClientState.UP : ClientState.JOINING;
        }
        if (client.status() == ConnectionStatus.DISCONNECTED && !client.socket().willReconnect() && lastEnd != null) {
            return ClientState.GIVEN_UP;
        }
        if (lastEnd instanceof DisconnectReason.ConnectFailed(Failure.HandshakeRefused refused)) {
            return ClientState.REFUSED;
        }
        return wasConnected ? ClientState.RECONNECTING : ClientState.CONNECTING;
    }

    private static Optional<StopReason> stopReason(RunningClient client) {
        CompletableFuture<StopReason> stopped = client.whenStopped().toCompletableFuture();
        return stopped.isDone() ? Optional.of(stopped.join()) : Optional.empty();
    }

    /**
     * Why the client has ended: a {@link StopReason}. If it runs, why the last connection or attempt ended: a
     * {@link DisconnectReason}. Empty while the client is connected, and before the first end.
     */
    Optional<Object> reason() {
        return Optional.ofNullable(running)
                .flatMap(ClientWatch::stopReason)
                .<Object>map(reason -> reason)
                .or(() -> Optional.ofNullable(lastEnd));
    }

    /**
     * The state of each topic of the properties: {@code joined}, {@code joining}, {@code left}, or the kind of the
     * failure after which the client does not join it again, such as {@code JoinRefused}. The response of the server is
     * not shown. Empty if the client does not run.
     */
    Map<String, String> topics() {
        RunningClient client = running;
        Map<String, String> states = new LinkedHashMap<>();
        if (client != null && hasBegun && stopReason(client).isEmpty()) {
            Socket socket = client.socket();
            topics.forEach(topic -> states.put(topic, stateOf(topic, socket)));
        }
        return states;
    }

    private String stateOf(String topic, Socket socket) {
        if (socket.isJoined(topic)) {
            return "joined";
        }
        return socket.isWanted(topic) ? "joining" : endedTopics.getOrDefault(topic, "joining");
    }
}
