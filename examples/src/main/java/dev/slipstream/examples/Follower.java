package dev.slipstream.examples;

import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Socket;

/**
 * Joins what it is told to, and is joined to all of it again after each reconnect.
 *
 * <p>No code here restores the joins: the client keeps a topic wanted until {@code leave}, and joins it on each connection.
 */
final class Follower implements SlipstreamClient {

    /** Cast: follow a topic. */
    record Follow(String topic) {}

    /** Cast: follow it no more. */
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
