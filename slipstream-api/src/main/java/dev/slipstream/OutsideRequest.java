package dev.slipstream;

import dev.slipstream.core.Failure;
import dev.slipstream.core.From;
import dev.slipstream.core.JoinStatus;
import dev.slipstream.core.Operation;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;

/** The tag of a request that another thread made. Its outcome goes to that thread, not to the client's callbacks. */
final class OutsideRequest {

    private final From<Reply> from;
    private volatile boolean asked;

    OutsideRequest(From<Reply> from) {
        this.from = from;
    }

    /** Adds the request to the client's socket. */
    Socket ask(String topic, String event, Payload payload, Socket socket) {
        if (socket.status(topic) == JoinStatus.NONE) {
            return answered(new Reply.Lost(new Failure.NotJoined(topic), false), socket);
        }
        asked = true;
        return socket.request(topic, event, payload, this);
    }

    Socket answered(Reply reply, Socket socket) {
        return socket.answer(from, reply);
    }

    /** Returns the reply, or {@link Reply.Lost} if the client ended first. */
    Reply complete(Operation.AnswerCaller answer) {
        return answer instanceof Operation.AnswerCaller.Answer(var to, Reply reply)
                ? reply
                : new Reply.Lost(new Failure.Cancelled(), asked);
    }
}
