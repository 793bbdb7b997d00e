package dev.slipstream.process;

import dev.slipstream.core.Credentials;
import dev.slipstream.core.Failure;
import dev.slipstream.core.machine.Effect;
import dev.slipstream.core.machine.Input;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks the user's supplier of credentials, on a thread that may wait for it. */
record CredentialsSource(Executor executor, Consumer<Input.OfClient> answers) {

    void ask(Effect.AskCredentials asked) {
        executor.execute(() -> {
            try {
                asked.supplier()
                        .credentials(asked.attempt())
                        .whenComplete((given, thrown) -> answers.accept(answered(asked, given, thrown)));
            } catch (Throwable thrown) {
                answers.accept(answered(asked, null, thrown));
            }
        });
    }

    /** Only the class of what was thrown is told: its text may hold a token. */
    private static Input.OfClient answered(
            Effect.AskCredentials asked, @Nullable Credentials given, @Nullable Throwable thrown) {
        if (given != null && thrown == null) {
            return new Input.CredentialsGiven(asked.connection(), given);
        }
        String detail = thrown == null
                ? "the supplier gave null"
                : "the supplier threw " + unwrapped(thrown).getClass().getName();
        return new Input.CredentialsRefused(asked.connection(), new Failure.CredentialsFailed(detail));
    }

    private static Throwable unwrapped(Throwable thrown) {
        Throwable cause = thrown.getCause();
        return thrown instanceof CompletionException && cause != null ? cause : thrown;
    }
}
