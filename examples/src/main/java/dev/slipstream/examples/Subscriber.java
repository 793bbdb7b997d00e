package dev.slipstream.examples;

import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.AssignKey;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.From;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.TopicCloseReason;
import java.util.Optional;

/**
 * A client that is used like an Elixir process: it handles casts and messages, and answers calls at once or later.
 *
 * <p>{@code init} does almost nothing, so that starting is quick. {@code handleContinue} connects.
 */
final class Subscriber implements SlipstreamClient {

    /** Cast: join a topic. */
    record Join(String topic) {}

    /** Call: answers with {@code "pong"}. */
    record Ping(From<String> from) {}

    /** Call: join a topic, and answer with the channel's response. */
    record JoinNow(String topic, From<Payload> from) {}

    /** Message: disconnect and end. */
    record ConcludeSubscription() {}

    private enum Begin {
        CONNECT
    }

    private static final AssignKey<Optional<JoinNow>> JOINING = AssignKey.of("joining", Optional.empty());

    private final Configuration configuration;

    Subscriber(Configuration configuration) {
        this.configuration = configuration;
    }

    @Override
    public Socket init(Socket socket) {
        return socket.then(Begin.CONNECT);
    }

    @Override
    public Socket handleContinue(Object message, Socket socket) {
        return socket.connect(configuration);
    }

    @Override
    public Socket handleCast(Object message, Socket socket) {
        return message instanceof Join(String topic) ? socket.join(topic) : socket;
    }

    @Override
    public Socket handleCall(Object message, Socket socket) {
        return switch (message) {
            case Ping(From<String> from) -> socket.answer(from, "pong");
            case JoinNow now
            when socket.assigned(JOINING).isPresent() || socket.isJoined(now.topic()) ->
                socket.refuse(now.from(), now.topic() + " is joined already, or another join is under way");
            case JoinNow now -> socket.assign(JOINING, Optional.of(now)).join(now.topic());
            default -> socket;
        };
    }

    @Override
    public Socket handleJoin(String topic, Payload response, Socket socket) {
        return asker(topic, socket)
                .map(asker -> socket.unassign(JOINING).answer(asker.from(), response))
                .orElse(socket);
    }

    @Override
    public Socket handleTopicClose(String topic, TopicCloseReason reason, Socket socket) {
        return asker(topic, socket)
                .map(asker -> socket.unassign(JOINING).refuse(asker.from(), "not joined: " + reason))
                .orElse(socket);
    }

    private static Optional<JoinNow> asker(String topic, Socket socket) {
        return socket.assigned(JOINING).filter(asker -> asker.topic().equals(topic));
    }

    @Override
    public Socket handleInfo(Object message, Socket socket) {
        return message instanceof ConcludeSubscription ? socket.disconnect().stop(new StopReason.Normal()) : socket;
    }
}
