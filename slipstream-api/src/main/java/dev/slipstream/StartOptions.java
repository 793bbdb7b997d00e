package dev.slipstream;

import dev.slipstream.core.Telemetry;
import dev.slipstream.core.serializer.Serializer;
import dev.slipstream.core.transport.TransportProvider;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * The options of a client: executor, transport, serializer, limits, name, label and restarts. Immutable;
 * {@link #toBuilder()} makes a changed copy.
 *
 * <pre>{@code
 * StartOptions.builder().name("lobby").restart(RestartPolicy.PERMANENT).build()
 * }</pre>
 */
public final class StartOptions {

    private final Builder options;

    private StartOptions(Builder checked) {
        this.options = checked;
    }

    /** Returns the default options. */
    public static StartOptions standard() {
        return builder().build();
    }

    /** Returns a builder that holds the default options. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a builder that holds these options. */
    public Builder toBuilder() {
        return options.copy();
    }

    /** The executor that runs the client's callbacks, and nothing else. If empty, they run on virtual threads. */
    public Optional<Executor> executor() {
        return options.executor;
    }

    /**
     * The websocket library. If empty, the {@code ServiceLoader} must find exactly one; with none or several,
     * {@link Slipstream#start} throws.
     */
    public Optional<TransportProvider> transport() {
        return options.transport;
    }

    /**
     * The wire format. If empty, the {@code ServiceLoader} must find exactly one; with none or several,
     * {@link Slipstream#start} throws.
     */
    public Optional<Serializer> serializer() {
        return options.serializer;
    }

    /** The telemetry listener. {@link Telemetry#SILENT} by default. */
    public Telemetry telemetry() {
        return options.telemetry;
    }

    /** Whether the client writes no warnings about problems to its log. False by default. */
    public boolean isQuiet() {
        return options.isQuiet;
    }

    /**
     * The limit of the mailbox. If this many events wait, reading from the connection pauses. If this many messages
     * from user code wait, sending throws. If this many callers wait for joins,
     * {@link RunningClient#whenJoined(String)} throws. 16,384 by default.
     */
    public int maxMessages() {
        return options.maxMessages;
    }

    /** The number of bytes of events that may wait before reading from the connection pauses. 16 MiB by default. */
    public long maxBytes() {
        return options.maxBytes;
    }

    /**
     * The seed of the random delays. With the same seed, a client draws the same delays again. If empty, the seed is
     * random.
     */
    public Optional<Long> seed() {
        return options.seed;
    }

    /** The name by which {@link Slipstream#named} finds the client while it runs. */
    public Optional<String> name() {
        return options.name;
    }

    /** The label of the client in log lines, if it has no name. Several running clients may have the same label. */
    public Optional<String> label() {
        return options.label;
    }

    /** Whether the client is started again after its end. Never by default. */
    public RestartPolicy restart() {
        return options.restart;
    }

    /** Collects the options of a client; {@link #build} checks the limits. */
    public static final class Builder {

        private Optional<Executor> executor = Optional.empty();
        private Optional<TransportProvider> transport = Optional.empty();
        private Optional<Serializer> serializer = Optional.empty();
        private Telemetry telemetry = Telemetry.SILENT;
        private boolean isQuiet;
        private int maxMessages = 16_384;
        private long maxBytes = 16 << 20;
        private Optional<Long> seed = Optional.empty();
        private Optional<String> name = Optional.empty();
        private Optional<String> label = Optional.empty();
        private RestartPolicy restart = RestartPolicy.TEMPORARY;

        private Builder() {}

        /**
         * Sets the executor for callbacks. {@link Slipstream#start} rejects an executor that runs tasks on the calling
         * thread. If the executor later rejects a task or throws, the client ends with
         * {@link dev.slipstream.core.StopReason.Failed}. The callback {@code terminate} of the client then runs on a
         * virtual thread.
         */
        public Builder executor(Executor chosen) {
            executor = given(chosen, "executor");
            return this;
        }

        /** Sets the websocket library; the {@code ServiceLoader} is then not used. */
        public Builder transport(TransportProvider chosen) {
            transport = given(chosen, "transport");
            return this;
        }

        /** Sets the wire format; the {@code ServiceLoader} is then not used. */
        public Builder serializer(Serializer chosen) {
            serializer = given(chosen, "serializer");
            return this;
        }

        /** Sets the listener; replaces the previous one. */
        public Builder telemetry(Telemetry chosen) {
            telemetry = Objects.requireNonNull(chosen, "telemetry");
            return this;
        }

        /**
         * Turns the default log off. Without this call, the client writes a WARNING to the logger
         * {@code dev.slipstream} for each problem: failed attempts to connect, refused joins, messages that cannot be
         * decoded, dropped pushes, lost operations, and the end of retries. The first problem of each cause is written
         * at once. Further problems are counted, and the count is written at most once a minute. Call this if your
         * telemetry listener reports {@link dev.slipstream.core.Observation.Problem}, as {@link LoggerTelemetry} does.
         * Exceptions of your code, and the failure that ends a client, are still logged.
         */
        public Builder quiet() {
            isQuiet = true;
            return this;
        }

        /**
         * Sets {@link StartOptions#maxMessages}: 2 or more. Events of the connection and messages from user code are
         * counted separately. While a callback waits in a {@link Session}, the mailbox may hold ten times this number
         * of events. Above that limit, the callback's wait ends early.
         */
        public Builder maxMessages(int messages) {
            maxMessages = messages;
            return this;
        }

        /**
         * Sets {@link StartOptions#maxBytes}: 1 or more. While a callback waits in a {@link Session}, the events in the
         * mailbox may have ten times this number of bytes. Above that limit, the callback's wait ends early.
         */
        public Builder maxBytes(long bytes) {
            maxBytes = bytes;
            return this;
        }

        /** Sets the seed: two clients with the same seed draw the same random delays. */
        public Builder seed(long chosen) {
            seed = Optional.of(chosen);
            return this;
        }

        /**
         * Sets the name, which also identifies the client in log lines. Two running clients cannot have the same name.
         *
         * @throws IllegalArgumentException if the name is blank
         */
        public Builder name(String chosen) {
            name = notBlank(chosen, "name");
            return this;
        }

        /**
         * Sets the label, which identifies the client in log lines if it has no name. Unlike a name, a label may belong
         * to several running clients, for example to those of two Spring contexts.
         *
         * @throws IllegalArgumentException if the label is blank
         */
        public Builder label(String chosen) {
            label = notBlank(chosen, "label");
            return this;
        }

        private static Optional<String> notBlank(String chosen, String option) {
            Optional<String> text = given(chosen, option);
            if (text.get().isBlank()) {
                throw new IllegalArgumentException(
                        "a blank " + option + " is not accepted; choose one that tells clients apart in logs");
            }
            return text;
        }

        /**
         * Sets the restart policy. All policies except {@link RestartPolicy#TEMPORARY} require a supplier of clients.
         */
        public Builder restart(RestartPolicy chosen) {
            restart = Objects.requireNonNull(chosen, "restart");
            return this;
        }

        /**
         * Builds the options.
         *
         * @throws IllegalArgumentException if a limit of the mailbox is too small
         */
        public StartOptions build() {
            if (maxMessages < 2 || maxBytes < 1) {
                throw new IllegalArgumentException("mailbox bounds of " + maxMessages + " messages and " + maxBytes
                        + " bytes are not accepted; accepted: at least 2 messages and 1 byte");
            }
            return new StartOptions(copy());
        }

        private static <T> Optional<T> given(T chosen, String option) {
            return Optional.of(Objects.requireNonNull(chosen, option));
        }

        private Builder copy() {
            Builder copy = new Builder();
            copy.executor = executor;
            copy.transport = transport;
            copy.serializer = serializer;
            copy.telemetry = telemetry;
            copy.isQuiet = isQuiet;
            copy.maxMessages = maxMessages;
            copy.maxBytes = maxBytes;
            copy.seed = seed;
            copy.name = name;
            copy.label = label;
            copy.restart = restart;
            return copy;
        }
    }
}
