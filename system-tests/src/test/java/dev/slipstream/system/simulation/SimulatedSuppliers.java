package dev.slipstream.system.simulation;

import dev.slipstream.core.Credentials;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure;
import dev.slipstream.core.JoinParams;
import dev.slipstream.simulation.SeededRandom;
import dev.slipstream.testkit.phoenix.ConnectRequest;
import dev.slipstream.testkit.phoenix.ConnectResult;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The suppliers of credentials and join params, and the token check of the server. */
final class SimulatedSuppliers {

    /** The query parameter that holds the number of the connection attempt. */
    static final String ATTEMPT = "attempt";

    private static final String TOKEN = "token";

    private final RunPlan plan;
    private final CallbackTime time;
    private final RandomActions actions;
    private final Consumer<AppFault> appFaults;
    private final Consumer<RunEvent> requests;
    private final Map<String, Duration> issuedAt = new HashMap<>();
    private @Nullable String lastToken;
    private int attempts;
    private boolean calm;

    /**
     * Creates the suppliers of a run.
     *
     * @param requests records each request for credentials or join params
     */
    SimulatedSuppliers(
            RunPlan plan,
            CallbackTime time,
            RandomActions actions,
            Consumer<AppFault> appFaults,
            Consumer<RunEvent> requests) {
        this.plan = plan;
        this.time = time;
        this.actions = actions;
        this.appFaults = appFaults;
        this.requests = requests;
        this.calm = !plan.faults();
    }

    /** Makes all later answers immediate and valid. */
    void calm() {
        calm = true;
    }

    CompletionStage<Credentials> credentials(Credentials.Attempt attempt) {
        requests.accept(new RunEvent.FromOutside(Run.CREDENTIALS + ++attempts));
        SeededRandom random = actions.next(RandomActions.Kind.MISHAP);
        int outcome = random.below(100);
        if (!calm && outcome < 5 && actions.isIncluded(RandomActions.Kind.MISHAP)) {
            appFaults.accept(AppFault.CREDENTIALS_FAILED);
            return CompletableFuture.failedStage(new IllegalStateException("none today, " + Secrets.USERS));
        }
        if (!calm && outcome < 7 && actions.isIncluded(RandomActions.Kind.MISHAP)) {
            appFaults.accept(AppFault.CREDENTIALS_NEVER);
            return new CompletableFuture<>();
        }
        Credentials credentials = Credentials.none()
                .withParam(ATTEMPT, Integer.toString(attempts))
                .withParam(TOKEN, token(attempt, random));
        if (!calm && outcome < 17 && actions.isIncluded(RandomActions.Kind.MISHAP)) {
            appFaults.accept(AppFault.CREDENTIALS_LATE);
            return later(credentials, random);
        }
        return CompletableFuture.completedStage(credentials);
    }

    /**
     * Returns the token of an attempt: the previous token, or a new one if the server refused the previous one.
     * Sometimes it returns a refused token again, or replaces a valid one.
     */
    private String token(Credentials.Attempt attempt, SeededRandom random) {
        boolean refused = attempt.lastFailure().orElse(null)
                        instanceof DisconnectReason.ConnectFailed(Failure.HandshakeRefused refusal)
                && (refusal.status() == 401 || refusal.status() == 403);
        boolean keep = random.percent(refused ? 15 : 80);
        String token = lastToken;
        if (token == null || !keep || calm) {
            token = "k" + attempts;
            lastToken = token;
            issuedAt.put(token, time.now());
        }
        return token;
    }

    ConnectResult connect(ConnectRequest request) {
        Duration issued = issuedAt.get(request.param(TOKEN).orElse(""));
        boolean expired = issued == null || time.now().minus(issued).compareTo(plan.tokenLifetime()) > 0;
        if (expired) {
            appFaults.accept(AppFault.TOKEN_EXPIRED);
        }
        return expired ? ConnectResult.refused(attempts % 2 == 0 ? 401 : 403) : ConnectResult.ok();
    }

    CompletionStage<Map<String, Object>> params(JoinParams.Attempt attempt, int number) {
        requests.accept(new RunEvent.ParamsAsked(attempt.topic(), number));
        SeededRandom random = actions.next(RandomActions.Kind.MISHAP);
        int outcome = random.below(100);
        if (!calm && outcome < 15 && actions.isIncluded(RandomActions.Kind.MISHAP)) {
            appFaults.accept(AppFault.PARAMS_FAILED);
            throw new IllegalStateException("no params, " + Secrets.USERS);
        }
        Map<String, Object> params = Secrets.payload("id", number);
        if (!calm && outcome < 40 && actions.isIncluded(RandomActions.Kind.MISHAP)) {
            appFaults.accept(AppFault.PARAMS_LATE);
            return later(params, random);
        }
        return CompletableFuture.completedStage(params);
    }

    /** Answers after 10 to 800 ms. The client waits for 500 ms, so some answers come too late. */
    private <T> CompletionStage<T> later(T answer, SeededRandom random) {
        CompletableFuture<T> late = new CompletableFuture<>();
        time.after(CallbackTime.millis(10, 800, random), () -> late.complete(answer));
        return late;
    }
}
