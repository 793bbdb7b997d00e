package dev.slipstream.core;

/**
 * A function that receives the outcome of a request. The client calls the function once, as a callback.
 *
 * <pre>{@code
 * socket.request("rooms:lobby", "ping", Map.of(), (reply, next) -> switch (reply) {
 *     case Reply.Ok(var response) -> next.assign(PONG, response.as(Pong.class));
 *     case Reply.Error(var response) -> next;
 *     case Reply.Other(var status, var response) -> next;
 *     case Reply.Lost(var failure, var maybeSent) -> next;
 * })
 * }</pre>
 *
 * <p>Like every callback, the handler receives the current socket and returns the socket that its last operation
 * returned. If the handler throws, the client discards the operations of the handler, and {@code handleFailure} decides
 * how the client continues. In {@code handleFailure}, the name of the failed callback is {@code replyHandler}.
 */
@FunctionalInterface
public interface ReplyHandler {

    /** Handles the reply, or {@link Reply.Lost} if there is no valid reply. */
    Socket handle(Reply reply, Socket socket);
}
