package dev.slipstream.core;

/**
 * A continuation that receives the only outcome of a request, and runs as a callback of the client.
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
 * <p>Like every callback, the handler receives the current socket and returns the socket of its last operation. If it
 * throws, its operations are discarded and {@code handleFailure} decides; the cause is then called
 * {@code replyHandler}.
 */
@FunctionalInterface
public interface ReplyHandler {

    /** Handles a reply, or {@link Reply.Lost} if there is none. */
    Socket handle(Reply reply, Socket socket);
}
