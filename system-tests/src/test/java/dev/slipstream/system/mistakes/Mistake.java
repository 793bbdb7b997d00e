package dev.slipstream.system.mistakes;

import dev.slipstream.RunningClient;
import dev.slipstream.Slipstream;
import dev.slipstream.SlipstreamClient;
import dev.slipstream.StartOptions;
import dev.slipstream.transport.jdk.JdkTransportProvider;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A mistake of a user, and the message that this library shows for the mistake.
 *
 * @param title the mistake, as a headline of {@code docs/mistakes.md}
 * @param attempt makes the mistake, and returns its message
 */
record Mistake(String title, Callable<String> attempt) {

    private static final AtomicInteger MADE = new AtomicInteger();

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
            }
        });
    }

    /** Makes the mistake, and returns its message. */
    String message() throws Exception {
        MADE.incrementAndGet();
        return attempt.call();
    }

    /**
     * The name of the clients that make the current mistake. Each mistake uses another name, because an ended client
     * may still write a line while the next mistake is made.
     */
    static String client() {
        return "lobby-" + MADE.get();
    }

    static String described(Throwable thrown) {
        return thrown.getClass().getSimpleName() + ": " + thrown.getMessage();
    }

    /** The options of the clients. The fixed seed gives each run the same trace and the same delays. */
    static StartOptions.Builder options() {
        return StartOptions.builder().name(client()).seed(1).transport(new JdkTransportProvider());
    }
}
