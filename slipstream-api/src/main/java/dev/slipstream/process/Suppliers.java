package dev.slipstream.process;

import dev.slipstream.core.Encoder;
import dev.slipstream.core.Failure;
import dev.slipstream.core.machine.client.ClientEffect;
import dev.slipstream.core.machine.client.ClientInput;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Calls the user's suppliers of credentials and params, on a thread that may block.
 *
 * @param failed receives the cause if the executor fails
 */
record Suppliers(
        Executor executor,
        Encoder encoder,
        InputProbe probe,
        Consumer<ClientInput> answers,
        Consumer<Throwable> failed) {

    void ask(ClientEffect.AskCredentials asked) {
        ask(
                () -> asked.supplier().credentials(asked.attempt()),
                given -> new ClientInput.CredentialsGiven(asked.connection(), given),
                detail ->
                        new ClientInput.CredentialsRefused(asked.connection(), new Failure.CredentialsFailed(detail)));
    }

    void ask(ClientEffect.AskParams asked) {
        String topic = asked.attempt().topic();
        ask(
                () -> asked.supplier().params(asked.attempt()),
                given -> encoded(topic, asked, given),
                detail -> new ClientInput.ParamsRefused(topic, asked.asking(), detail));
    }

    /**
     * Encodes the params. A refusal shows the encoder's message only if this library wrote it, because such a message
     * names only classes and places in the value.
     */
    private ClientInput encoded(String topic, ClientEffect.AskParams asked, Object params) {
        try {
            return new ClientInput.ParamsGiven(topic, asked.asking(), encoder.encode(params));
        } catch (IllegalArgumentException refused) {
            return new ClientInput.ParamsRefused(topic, asked.asking(), described(refused));
        }
    }

    private static String described(IllegalArgumentException refused) {
        return SafeLog.hasOwnMessage(refused)
                ? String.valueOf(refused.getMessage())
                : "the serializer threw " + refused.getClass().getName();
    }

    private <T> void ask(
            Callable<CompletionStage<? extends T>> supplier,
            Function<T, ClientInput> given,
            Function<String, ClientInput> refused) {
        probe.asking();
        try {
            executor.execute(() -> call(supplier, given, refused));
        } catch (Throwable thrown) {
            failed.accept(thrown);
        }
    }

    private <T> void call(
            Callable<CompletionStage<? extends T>> supplier,
            Function<T, ClientInput> given,
            Function<String, ClientInput> refused) {
        try {
            CompletionStage<? extends T> asked = supplier.call();
            if (asked == null) { // user code need not obey the annotations
                answers.accept(refused.apply("the supplier returned null"));
                return;
            }
            asked.thenApply(value -> value == null ? refused.apply("the supplier returned null") : given.apply(value))
                    .exceptionally(thrown -> refused.apply(described(thrown)))
                    .thenAccept(answers);
        } catch (Throwable thrown) {
            answers.accept(refused.apply(described(thrown)));
        }
    }

    /** Names only the class of the throwable, because its message may hold a token. */
    private static String described(Throwable thrown) {
        Throwable cause = thrown.getCause();
        Throwable root = thrown instanceof CompletionException && cause != null ? cause : thrown;
        return "the supplier threw " + root.getClass().getName();
    }
}
