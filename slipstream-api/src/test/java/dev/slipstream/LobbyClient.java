package dev.slipstream;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.Payload;
import dev.slipstream.core.PayloadMismatchException;
import dev.slipstream.core.Ref;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.TopicCloseReason;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * A client that connects, joins {@code rooms:lobby}, and records its callbacks in a journal, except for {@code init}
 * and {@code handleCall}. A test sets a step for each callback that it tests. The step runs after the callback's line
 * is recorded.
 */
final class LobbyClient implements SlipstreamClient {

    /** A step of {@code handleFailure}. */
    interface FailureStep {

        Socket next(Throwable thrown, String cause, Socket socket);
    }

    private final Journal journal;
    private UnaryOperator<Socket> init = socket -> socket.connect(FakeTransports.configuration());
    private UnaryOperator<Socket> connect = socket -> socket.join("rooms:lobby");
    private UnaryOperator<Socket> join = socket -> socket;
    private UnaryOperator<Socket> terminate = socket -> socket;
    private BiFunction<DisconnectReason, Socket, Socket> disconnect = (reason, socket) -> socket;
    private BiFunction<TopicCloseReason, Socket, Socket> topicClose = (reason, socket) -> socket;
    private BiFunction<Event.MessageReceived, Socket, Socket> message = (received, socket) -> socket;
    private BiFunction<Object, Socket, Socket> info = (sent, socket) -> socket;
    private BiFunction<Object, Socket, Socket> call = (asked, socket) -> socket;
    private FailureStep failure = (thrown, cause, socket) ->
            thrown instanceof PayloadMismatchException ? socket : socket.stop(new StopReason.Failed(thrown));

    LobbyClient(Journal journal) {
        this.journal = journal;
    }

    LobbyClient onInit(UnaryOperator<Socket> step) {
        init = step;
        return this;
    }

    LobbyClient onConnect(UnaryOperator<Socket> step) {
        connect = step;
        return this;
    }

    LobbyClient onJoin(UnaryOperator<Socket> step) {
        join = step;
        return this;
    }

    LobbyClient onTerminate(UnaryOperator<Socket> step) {
        terminate = step;
        return this;
    }

    LobbyClient onDisconnect(BiFunction<DisconnectReason, Socket, Socket> step) {
        disconnect = step;
        return this;
    }

    LobbyClient onTopicClose(BiFunction<TopicCloseReason, Socket, Socket> step) {
        topicClose = step;
        return this;
    }

    LobbyClient onMessage(BiFunction<Event.MessageReceived, Socket, Socket> step) {
        message = step;
        return this;
    }

    LobbyClient onInfo(BiFunction<Object, Socket, Socket> step) {
        info = step;
        return this;
    }

    LobbyClient onCall(BiFunction<Object, Socket, Socket> step) {
        call = step;
        return this;
    }

    LobbyClient onFailure(FailureStep step) {
        failure = step;
        return this;
    }

    /** Continues after every exception of a callback. Without this call an exception stops the client. */
    LobbyClient continuing() {
        return onFailure((thrown, cause, socket) -> socket);
    }

    private Socket noted(Object line, Socket socket) {
        journal.note(line);
        return socket;
    }

    @Override
    public Socket init(Socket socket) {
        return init.apply(socket);
    }

    @Override
    public Socket handleConnect(Socket socket) {
        return connect.apply(noted("connected", socket));
    }

    @Override
    public Socket handleDisconnect(DisconnectReason reason, Socket socket) {
        return disconnect.apply(reason, noted(reason, socket));
    }

    @Override
    public Socket handleJoin(String topic, Payload response, Socket socket) {
        return join.apply(noted("joined", socket));
    }

    @Override
    public Socket handleLeave(String topic, Socket socket) {
        return noted("left", socket);
    }

    @Override
    public Socket handleTopicClose(String topic, TopicCloseReason reason, Socket socket) {
        return topicClose.apply(reason, noted(reason, socket));
    }

    @Override
    public Socket handleMessage(String topic, String event, Payload payload, Socket socket) {
        return message.apply(new Event.MessageReceived(topic, event, payload), noted(event, socket));
    }

    @Override
    public Socket handleReply(Ref ref, Reply reply, Socket socket) {
        return noted(reply, socket);
    }

    @Override
    public Socket handleOutcome(Object tag, Reply reply, Socket socket) {
        return noted("outcome " + tag + " " + reply, socket);
    }

    @Override
    public Socket handleInfo(Object sent, Socket socket) {
        return info.apply(sent, noted(sent, socket));
    }

    @Override
    public Socket handleCast(Object cast, Socket socket) {
        return noted("cast " + cast, socket);
    }

    @Override
    public Socket handleCall(Object asked, Socket socket) {
        return call.apply(asked, socket);
    }

    @Override
    public Socket handleFailure(Throwable thrown, String cause, Socket socket) {
        return failure.next(thrown, cause, noted(cause + " threw " + thrown, socket));
    }

    @Override
    public Socket terminate(StopReason reason, Socket socket) {
        return terminate.apply(noted("terminate " + reason, socket));
    }
}
