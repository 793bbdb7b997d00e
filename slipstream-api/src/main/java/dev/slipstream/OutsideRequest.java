package dev.slipstream;

import dev.slipstream.core.Failure;
import dev.slipstream.core.From;
import dev.slipstream.core.JoinStatus;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Operation;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Reply;
import dev.slipstream.core.ReplyHandler;
import dev.slipstream.core.Socket;
import dev.slipstream.process.ClientProcess;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A request that a thread outside the client makes. Its outcome goes to that thread, not to the client's callbacks. */
final class OutsideRequest implements ReplyHandler {

    private final ClientProcess process;
    private final From<Reply> from;
    private final @Nullable Duration timeout;
    private volatile boolean asked;

    /** Makes a request with this timeout; null means the timeout of the configuration. */
    OutsideRequest(ClientProcess process, From<Reply> from, @Nullable Duration timeout) {
        this.process = process;
        this.from = from;
        this.timeout = timeout;
    }

    /** Adds the request to the client's socket. On a topic that was never joined it is lost and reported. */
    Socket ask(String topic, String event, Payload payload, Socket socket) {
        if (socket.status(topic) == JoinStatus.NONE) {
            Failure failure = new Failure.NotJoined(topic);
            process.observed(new Observation.PushDropped(topic, event, failure));
            return handle(new Reply.Lost(failure, false), socket);
        }
        asked = true;
        return timeout == null
                ? socket.request(topic, event, payload, this)
                : socket.request(topic, event, payload, this, timeout);
    }

    @Override
    public Socket handle(Reply reply, Socket socket) {
        return socket.answer(from, reply);
    }

    /** Returns the reply, or {@link Reply.Lost} if the client ended first. */
    Reply complete(Operation.AnswerCaller answer) {
        return answer instanceof Operation.AnswerCaller.Answer(var to, Reply reply)
                ? reply
                : new Reply.Lost(new Failure.Cancelled(), asked);
    }
}
