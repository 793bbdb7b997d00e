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
 * Sends a token with each attempt to connect, and renews the token if the server refused the last attempt.
 *
 * <p>The supplier of credentials runs before each attempt, on a thread that may block. After status 401 or 403 the
 * client tries again at once. If the server refuses that attempt, too, the client tries again after about half a
 * minute, and then less often.
 */
final class TokenRefresh implements SlipstreamClient {

    /** The source of tokens, such as an identity provider. */
    interface Tokens {

        /** The token used last. */
        String current();

        /** Fetches a new token. */
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
