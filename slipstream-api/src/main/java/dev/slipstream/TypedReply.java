package dev.slipstream;

import dev.slipstream.core.Failure;
import dev.slipstream.core.PayloadMismatchException;
import dev.slipstream.core.Reply;
import java.util.Objects;
import java.util.Optional;
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
        return decode(reply, Optional.empty());
    }

    /** @param delay what kept the client from completing the request in time, if this is known */
    private T decode(Reply reply, Optional<String> delay) {
        String request = event + " on " + topic;
        return switch (reply) {
            case Reply.Ok(var response) -> response.as(type);
            case Reply.Error(var response) -> throw new ReplyException(request, "error", response);
            case Reply.Other(var status, var response) -> throw new ReplyException(request, status, response);
            case Reply.Lost lost
            when delay.isPresent() && lost.failure() instanceof Failure.TimedOut ->
                throw new RequestLostException(request, lost, delay.get());
            case Reply.Lost lost -> throw new RequestLostException(request, lost);
        };
    }

    /** Returns the stage of the decoded response, or of the exception that {@link #decode} throws. */
    CompletionStage<T> after(OutsideRequest request, Supervisor supervisor) {
        ClientStage<T> done = new ClientStage<>(supervisor);
        CompletionStage<Void> unused = request.stage().thenAccept(reply -> {
            try {
                done.complete(decode(reply, request.delay()));
            } catch (RuntimeException | Error e) {
                done.completeExceptionally(e); // not in thenApply, which would wrap the exception
            }
        });
        return done;
    }
}
