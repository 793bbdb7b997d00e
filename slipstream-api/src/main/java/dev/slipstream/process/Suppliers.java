package dev.slipstream.process;

import dev.slipstream.core.Encoder;
import dev.slipstream.core.Failure;
import dev.slipstream.core.LogSafe;
import dev.slipstream.core.PayloadChecks;
import dev.slipstream.core.machine.client.ClientEffect;
import dev.slipstream.core.machine.client.ClientInput;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Calls the user's suppliers of credentials and params, on a thread that may block. The {@link ClientInbox} receives
 * the answers, logs the exceptions of suppliers, and is notified if the executor fails.
 */
record Suppliers(Executor executor, Encoder encoder, InputProbe probe, ClientInbox inbox) {

    /**
     * A call of a supplier.
     *
     * @param kind names the supplier without text of the server; exceptions are counted for each pair of kind and class
     * @param name names the supplier in log lines
     * @param consequence what happens if the supplier throws
     */
    private record SupplierCall<T>(
            String kind,
            String name,
            String consequence,
            Callable<CompletionStage<? extends T>> supplier,
            Function<T, ClientInput> given,
            Function<String, ClientInput> refused) {}

    void ask(ClientEffect.AskCredentials asked) {
        ask(new SupplierCall<>(
                "the supplier of credentials",
                "the supplier of credentials",
                "the attempt to connect failed",
                () -> asked.supplier().credentials(asked.attempt()),
                given -> new ClientInput.CredentialsGiven(asked.connection(), given),
                detail ->
                        new ClientInput.CredentialsRefused(asked.connection(), new Failure.CredentialsFailed(detail))));
    }

    void ask(ClientEffect.AskParams asked) {
        String topic = asked.attempt().topic();
        ask(new SupplierCall<>(
                "the supplier of params",
                "the supplier of params of " + LogSafe.of(topic),
                "the join failed",
                () -> asked.supplier().params(asked.attempt()),
                given -> encoded(topic, asked, given),
                detail -> new ClientInput.ParamsRefused(topic, asked.asking(), detail)));
    }

    /**
     * Checks and encodes the params. A refusal shows the encoder's message only if this library wrote the message. Such
     * a message names only classes and places in the value.
     */
    private ClientInput encoded(String topic, ClientEffect.AskParams asked, Object params) {
        try {
            PayloadChecks.params(topic, params, "joinWith");
            return new ClientInput.ParamsGiven(topic, asked.asking(), encoder.encode(params));
        } catch (Throwable refused) {
            return new ClientInput.ParamsRefused(topic, asked.asking(), ofEncoder(refused));
        }
    }

    private static String ofEncoder(Throwable refused) {
        return refused instanceof IllegalArgumentException && SafeLog.hasOwnMessage(refused)
                ? String.valueOf(refused.getMessage())
                : "the serializer threw " + refused.getClass().getName();
    }

    private void ask(SupplierCall<?> call) {
        probe.asking();
        try {
            executor.execute(() -> run(call));
        } catch (Throwable thrown) {
            inbox.failed(thrown);
        }
    }

    private <T> void run(SupplierCall<T> call) {
        try {
            CompletionStage<? extends T> asked = call.supplier().call();
            if (asked == null) { // user code may ignore the nullness annotations
                inbox.put(call.refused().apply("the supplier returned null"));
                return;
            }
            asked.thenApply(value -> value == null
                            ? call.refused().apply("the supplier returned null")
                            : call.given().apply(value))
                    .exceptionally(thrown -> threw(call, thrown))
                    .thenAccept(inbox::put);
        } catch (Throwable thrown) {
            inbox.put(threw(call, thrown));
        }
    }

    /** Logs the exception of a supplier whole. The returned answer names only the exception's class. */
    private ClientInput threw(SupplierCall<?> call, Throwable thrown) {
        Throwable cause = thrown.getCause();
        Throwable root = thrown instanceof CompletionException && cause != null ? cause : thrown;
        inbox.logOfUser(call.kind(), call.name() + " threw, and " + call.consequence(), root);
        return call.refused().apply(described(root));
    }

    /** Names only the class of the throwable, because its message may hold a token. */
    private static String described(Throwable root) {
        return "the supplier threw " + root.getClass().getName();
    }
}
