package dev.slipstream.system.simulation;

import dev.slipstream.core.Credentials;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure;
import dev.slipstream.core.JoinParams;
import dev.slipstream.testkit.phoenix.ConnectRequest;
import dev.slipstream.testkit.phoenix.ConnectResult;
import dev.slipstream.simulation.SeededRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the client asks its user for, credentials and params; and the server that looks how old a token is. */
final class SimulatedSuppliers {

    /** The query's parameter that tells attempts apart, and each is asked for anew. */
    static final String ATTEMPT = "attempt";

    private static final String TOKEN = "token";

    private final Plan plan;
    private final CallbackTime time;
    private final Chances chances;
    private final Consumer<Trouble> troubles;
    private final Consumer<String> asks;
    private final Map<String, Duration> given = new HashMap<>();
    private @Nullable String kept;
    private int attempts;
    private boolean calm;

    /**
     * Makes the supplies of a run.
     *
     * @param asks hears of what the client asks for
     */
    SimulatedSuppliers(
            Plan plan, CallbackTime time, Chances chances, Consumer<Trouble> troubles, Consumer<String> asks) {
        this.plan = plan;
        this.time = time;
        this.chances = chances;
        this.troubles = troubles;
        this.asks = asks;
        this.calm = !plan.faults();
    }

    /** From now on all is answered at once and well. */
    void calm() {
        calm = true;
    }

    CompletionStage<Credentials> credentials(Credentials.Attempt attempt) {
        asks.accept(Run.CREDENTIALS + ++attempts);
        SeededRandom random = chances.next(Chances.Kind.MISHAP);
        int fate = random.below(100);
        if (!calm && fate < 5 && chances.keeps(Chances.Kind.MISHAP)) {
            troubles.accept(Trouble.CREDENTIALS_FAILED);
            return CompletableFuture.failedStage(new IllegalStateException("none today, " + Secrets.THROWN));
        }
        if (!calm && fate < 7 && chances.keeps(Chances.Kind.MISHAP)) {
            troubles.accept(Trouble.CREDENTIALS_NEVER);
            return new CompletableFuture<>();
        }
        Credentials credentials = Credentials.none()
                .withParam(ATTEMPT, Integer.toString(attempts))
                .withParam(TOKEN, token(attempt, random));
        if (!calm && fate < 17 && chances.keeps(Chances.Kind.MISHAP)) {
            troubles.accept(Trouble.CREDENTIALS_LATE);
            return later(credentials, random);
        }
        return CompletableFuture.completedStage(credentials);
    }

    /** One that was given before, until the server says that it is not good enough; and now and then even then. */
    private String token(Credentials.Attempt attempt, SeededRandom random) {
        boolean refused = attempt.lastFailure().orElse(null)
                        instanceof DisconnectReason.ConnectFailed(Failure.HandshakeRefused refusal)
                && (refusal.status() == 401 || refusal.status() == 403);
        boolean again = random.percent(refused ? 15 : 80);
        String token = kept;
        if (token == null || !again || calm) {
            token = "k" + attempts;
            kept = token;
            given.put(token, time.now());
        }
        return token;
    }

    ConnectResult connect(ConnectRequest request) {
        Duration since = given.get(request.param(TOKEN).orElse(""));
        boolean expired = since == null || time.now().minus(since).compareTo(plan.lifetime()) > 0;
        if (expired) {
            troubles.accept(Trouble.TOKEN_EXPIRED);
        }
        return expired ? ConnectResult.refused(attempts % 2 == 0 ? 401 : 403) : ConnectResult.ok();
    }

    CompletionStage<Map<String, Object>> params(JoinParams.Attempt attempt, int number) {
        asks.accept(Run.PARAMS + attempt.topic());
        SeededRandom random = chances.next(Chances.Kind.MISHAP);
        int fate = random.below(100);
        if (!calm && fate < 15 && chances.keeps(Chances.Kind.MISHAP)) {
            troubles.accept(Trouble.PARAMS_FAILED);
            throw new IllegalStateException("no params, " + Secrets.THROWN);
        }
        Map<String, Object> params = Secrets.payload("id", number);
        if (!calm && fate < 40 && chances.keeps(Chances.Kind.MISHAP)) {
            troubles.accept(Trouble.PARAMS_LATE);
            return later(params, random);
        }
        return CompletableFuture.completedStage(params);
    }

    /** In time or not: the client waits half a second. */
    private <T> CompletionStage<T> later(T answer, SeededRandom random) {
        CompletableFuture<T> late = new CompletableFuture<>();
        time.after(CallbackTime.millis(10, 800, random), () -> late.complete(answer));
        return late;
    }
}
