package dev.slipstream.examples.guide;

import dev.slipstream.ReplyException;
import dev.slipstream.RequestLostException;
import dev.slipstream.RunningClient;
import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.AssignKey;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Asks the server for prices: in a callback, and from another thread. */
final class Asking implements SlipstreamClient {

    static final AssignKey<Integer> PRICE = AssignKey.of("price", 0);

    /** The server's response to the event {@code price}. */
    record Price(int cents) {}

    @Override
    public Socket handleInfo(Object article, Socket socket) {
        return socket.request("shop", "price", article, (reply, next) -> switch (reply) {
            case Reply.Ok(var response) ->
                next.assign(PRICE, response.as(Price.class).cents());
            case Reply.Error(var response) -> next;
            case Reply.Other(var status, var response) -> next;
            case Reply.Lost(var failure, var maybeSent) -> next.sendAfter("again", Duration.ofSeconds(1), article);
        });
    }

    static CompletionStage<String> priceOf(String article, RunningClient client) {
        return client.whenJoined("shop", Duration.ofSeconds(5))
                .thenCompose(joined -> client.request("shop", "price", Map.of("article", article), Price.class))
                .thenApply(price -> price.cents() + " cents")
                .exceptionally(failure -> switch (failure.getCause()) {
                    case ReplyException refused ->
                        "refused: " + refused.response().text();
                    case RequestLostException lost
                    when lost.maybeSent() -> "no answer, perhaps received: " + lost.failure();
                    case RequestLostException lost -> "not sent: " + lost.failure();
                    case null, default -> throw new IllegalStateException(failure);
                });
    }
}
