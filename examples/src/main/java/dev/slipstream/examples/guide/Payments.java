package dev.slipstream.examples.guide;

import dev.slipstream.ReplyException;
import dev.slipstream.RequestLostException;
import dev.slipstream.channels.Channel;
import dev.slipstream.core.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Pushes with a channel handle, and handles the replies. */
final class Payments {

    /** The response of the server to a payment. */
    record Balance(int cents) {}

    private Payments() {}

    static CompletionStage<String> pay(Channel account) {
        return account.push("pay", Map.of("cents", 250)).thenApply(reply -> switch (reply) {
            case Reply.Ok(var response) ->
                "paid; rest: " + response.as(Balance.class).cents();
            case Reply.Error(var response) -> "not paid: " + response.text();
            case Reply.Other(var status, var response) -> "unknown status " + status;
            case Reply.Lost(var failure, var maybeSent) -> (maybeSent ? "perhaps paid: " : "not paid: ") + failure;
        });
    }

    static CompletionStage<String> payTyped(Channel account) {
        return account.push("pay", Map.of("cents", 250), Balance.class, Duration.ofSeconds(5))
                .thenApply(balance -> "paid; rest: " + balance.cents())
                .exceptionally(thrown -> switch (thrown.getCause()) {
                    case ReplyException refused ->
                        "not paid: " + refused.response().text();
                    case RequestLostException lost -> "no reply: " + lost.failure();
                    case null, default -> throw new IllegalStateException(thrown);
                });
    }

    static void sendAll(List<String> rows, Channel archive) {
        for (String row : rows) {
            archive.pushAndForget("row", Map.of("text", row), Duration.ofSeconds(30));
        }
    }
}
