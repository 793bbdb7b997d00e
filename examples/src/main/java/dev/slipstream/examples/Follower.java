package dev.slipstream.examples;

import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Socket;

/**
 * Joins the topics that other threads ask for. After a reconnect, the client joins these topics again.
 *
 * <p>This class has no code for the rejoins: a topic stays wanted until {@code leave}, and the client joins each wanted
 * topic on each new connection.
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
