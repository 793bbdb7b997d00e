package dev.slipstream.system.mistakes;

import dev.slipstream.RunningClient;
import dev.slipstream.Slipstream;
import dev.slipstream.SlipstreamClient;
import dev.slipstream.StartOptions;
import dev.slipstream.transport.jdk.JdkTransportProvider;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A mistake of a user, and the message that it prints.
 *
 * @param title the mistake, as a headline of the page
 * @param attempt makes the mistake, and returns its message
 */
record Mistake(String title, Callable<String> attempt) {

    /** Code that fails. */
    interface Code {
        void run() throws Exception;
    }

    /** A mistake whose code throws an exception. */
    static Mistake thrown(String title, Code code) {
        return new Mistake(title, () -> {
            try {
                code.run();
            } catch (Exception thrown) {
                return described(thrown);
            }
            throw new IllegalStateException("nothing was thrown: " + title);
        });
    }

    /** A mistake whose message a client logs. */
    static Mistake logged(String title, SlipstreamClient client) {
        return logged(title, client, running -> {});
    }

    /** A mistake whose message a client logs. The given code first uses the running client. */
    static Mistake logged(String title, SlipstreamClient client, Consumer<RunningClient> use) {
        return new Mistake(title, () -> {
            RunningClient running = Slipstream.prepare(client, options().build());
            try (LoggedLines lines = LoggedLines.open();
                    running) {
                running.start();
                use.accept(running);
                return lines.first();
            } finally {
                // On a busy machine, close may return earlier. Later lines would then count for the next mistake.
                running.whenStopped().toCompletableFuture().get(LoggedLines.PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        });
    }

    static String described(Throwable thrown) {
        return thrown.getClass().getSimpleName() + ": " + thrown.getMessage();
    }

    /** The options of the clients. The fixed seed gives each run the same trace and the same delays. */
    static StartOptions.Builder options() {
        return StartOptions.builder().name(LoggedLines.CLIENT).seed(1).transport(new JdkTransportProvider());
    }
}
