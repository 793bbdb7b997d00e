package dev.slipstream.examples;

import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Credentials;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Shows the server a token, and a new one when the last was not good enough.
 *
 * <p>The supplier is asked at each attempt to connect, on a thread that may wait for the answer. After 401 or 403 there is
 * one further attempt; if that is refused too, no token helps.
 */
final class TokenRefresh implements SlipstreamClient {

    /** Where tokens come from: an identity provider, say. */
    interface Tokens {

        /** The token of last time. */
        String current();

        /** A new token. */
        String renew();
    }

    private final Configuration configuration;

    TokenRefresh(Configuration base, Tokens tokens) {
        this.configuration = base.toBuilder()
                .credentialsSupplier(attempt -> credentials(attempt, tokens))
                .build();
    }

    private static CompletionStage<Credentials> credentials(Credentials.Attempt attempt, Tokens tokens) {
        String token = wasRefused(attempt) ? tokens.renew() : tokens.current();
        return CompletableFuture.completedFuture(Credentials.none().withParam("token", token));
    }

    private static boolean wasRefused(Credentials.Attempt attempt) {
        return attempt.lastFailure().orElse(null)
                        instanceof
                        DisconnectReason.ConnectFailed(Failure.HandshakeRefused(var status, var headers, var body))
                && (status == 401 || status == 403);
    }

    @Override
    public Socket init(Socket socket) {
        return socket.connect(configuration);
    }
}
