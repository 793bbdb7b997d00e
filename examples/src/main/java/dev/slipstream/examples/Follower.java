package dev.slipstream.examples;

import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Socket;

/**
 * Joins topics on request. After a reconnect it joins all of them again.
 *
 * <p>No code here restores the joins: a topic stays wanted until {@code leave}, and the client joins it on each
 * connection.
 */
final class Follower implements SlipstreamClient {

    /** Cast: join a topic. */
    record Follow(String topic) {}

    /** Cast: leave a topic. */
    record Unfollow(String topic) {}

    private final Configuration configuration;

    Follower(Configuration configuration) {
        this.configuration = configuration;
    }

    @Override
    public Socket init(Socket socket) {
        return socket.connect(configuration);
    }

    @Override
    public Socket handleCast(Object message, Socket socket) {
        return switch (message) {
            case Follow(String topic) -> socket.join(topic);
            case Unfollow(String topic) -> socket.leave(topic);
            default -> socket;
        };
    }
}
