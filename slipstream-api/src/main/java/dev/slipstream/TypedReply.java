package dev.slipstream;

import dev.slipstream.core.PayloadMismatchException;
import dev.slipstream.core.Reply;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/** The type to which the response of a request is decoded. */
record TypedReply<T>(String topic, String event, Class<T> type) {

    TypedReply {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(event, "event");
        Objects.requireNonNull(type, "type");
    }

    /**
     * Returns the decoded response of an ok reply.
     *
     * @throws ReplyException if the status is not ok
     * @throws RequestLostException if there is no reply
     * @throws PayloadMismatchException if the response does not fit the type
     */
    T decode(Reply reply) {
        String request = event + " on " + topic;
        return switch (reply) {
            case Reply.Ok(var response) -> response.as(type);
            case Reply.Error(var response) -> throw new ReplyException(request, "error", response);
            case Reply.Other(var status, var response) -> throw new ReplyException(request, status, response);
            case Reply.Lost lost -> throw new RequestLostException(request, lost);
        };
    }

    /** Returns the stage of the decoded response, or of the exception that {@link #decode} throws. */
    CompletionStage<T> after(CompletionStage<Reply> replied, Supervisor supervisor) {
        ClientStage<T> done = new ClientStage<>(supervisor);
        CompletionStage<Void> unused = replied.thenAccept(reply -> {
            try {
                done.complete(decode(reply));
            } catch (RuntimeException | Error e) {
                done.completeExceptionally(e); // not in thenApply, which would wrap the exception
            }
        });
        return done;
    }
}
