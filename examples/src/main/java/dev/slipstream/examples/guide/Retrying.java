package dev.slipstream.examples.guide;

import dev.slipstream.RunningClient;
import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.Backoff;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Credentials;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure;
import dev.slipstream.core.JoinOptions;
import dev.slipstream.core.JoinParams;
import dev.slipstream.core.Payload;
import dev.slipstream.core.ReconnectPolicy;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.TopicCloseReason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Sends a new token with each attempt to connect, and a new ticket with each join. */
final class Retrying implements SlipstreamClient {

    /** The source of tokens and tickets. */
    interface Vault {

        CompletionStage<String> token(boolean isRefused);

        String ticket(String topic);
    }

    private final Vault vault;

    Retrying(Vault vault) {
        this.vault = vault;
    }

    @Override
    public Socket init(Socket socket) {
        return socket.connect(Configuration.builder("wss://example.org/socket/websocket")
                .reconnectBackoff(Backoff.jittered(List.of(Duration.ofSeconds(1), Duration.ofSeconds(30))))
                .reconnectPolicy(ReconnectPolicy.atMost(20))
                .credentialsSupplier(this::credentials)
                .build());
    }

    private CompletionStage<Credentials> credentials(Credentials.Attempt attempt) {
        boolean refused = attempt.lastFailure().orElse(null)
                        instanceof DisconnectReason.ConnectFailed(Failure.HandshakeRefused(var status, var h, var b))
                && (status == 401 || status == 403);
        return vault.token(refused).thenApply(token -> Credentials.none().withAuthToken(token));
    }

    @Override
    public Socket handleConnect(Socket socket) {
        JoinParams tickets =
                attempt -> CompletableFuture.completedFuture(Map.of("ticket", vault.ticket(attempt.topic())));
        return socket.joinWith(
                "rooms:lobby", JoinOptions.builder().paramsSupplier(tickets).build());
    }

    /** The response with which this guide's server refuses a join. */
    record Refusal(String reason) {}

    static boolean isBanned(JoinParams.Attempt attempt) {
        return attempt.lastFailure().orElse(null) instanceof TopicCloseReason.JoinRefused(Payload.Json response)
                && response.as(Refusal.class).reason().equals("banned");
    }

    @Override
    public Socket handleTopicClose(String topic, TopicCloseReason reason, Socket socket) {
        return switch (reason) {
            case TopicCloseReason.JoinRefused refused -> socket.rejoin(topic);
            case TopicCloseReason.JoinTimedOut timedOut -> socket;
            case TopicCloseReason.NotSent unsent -> socket;
            case TopicCloseReason.ParamsFailed failed -> socket;
            case TopicCloseReason.Crashed crashed -> socket;
            case TopicCloseReason.Ended ended -> socket; // never received: the client calls handleLeave instead
        };
    }

    @Override
    public Socket handleDisconnect(DisconnectReason reason, Socket socket) {
        return reason instanceof DisconnectReason.ConnectFailed(Failure.TlsFailed tls)
                ? socket.stop(new StopReason.Shutdown())
                : socket;
    }

    static void networkIsBack(RunningClient client) {
        client.run(Socket::reconnectNow);
    }
}
