package dev.slipstream;

import dev.slipstream.core.Telemetry;
import dev.slipstream.core.serializer.Serializer;
import dev.slipstream.core.transport.TransportProvider;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * How a client is run. Immutable: each {@code with} returns changed options.
 *
 * @param executor runs the client's callbacks, and nothing else; it must not run a task on the thread that hands it in. One
 *     that refuses or throws ends the client with {@link dev.slipstream.core.StopReason.Failed}: {@code terminate} is then
 *     told on a virtual thread. Virtual threads if empty
 * @param transport the websocket library; the only one that is found if empty
 * @param serializer the wire format; the only one that is found if empty
 * @param telemetry is told what callbacks are not
 * @param maxMessages how many events may wait before reading from the socket pauses, and how many messages of user code
 *     before sending throws. 16,384 by default
 * @param maxBytes how many bytes of messages may wait before reading from the socket pauses. 16 MiB by default
 * @param seed of the jitter, for a run that is to be repeated; random if empty
 * @param name by which {@link Slipstream#named} finds it while it runs; no two clients that run have the same
 * @param restart whether it is started again after its end; never by default
 */
public record StartOptions(
        Optional<Executor> executor,
        Optional<TransportProvider> transport,
        Optional<Serializer> serializer,
        Telemetry telemetry,
        int maxMessages,
        long maxBytes,
        Optional<Long> seed,
        Optional<String> name,
        RestartPolicy restart) {

    public StartOptions {
        Objects.requireNonNull(executor, "executor");
        Objects.requireNonNull(transport, "transport");
        Objects.requireNonNull(serializer, "serializer");
        Objects.requireNonNull(telemetry, "telemetry");
        Objects.requireNonNull(seed, "seed");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(restart, "restart");
        if (maxMessages < 2 || maxBytes < 1) {
            throw new IllegalArgumentException("a mailbox holds 2 messages and 1 byte at least, not " + maxMessages
                    + " messages and " + maxBytes + " bytes");
        }
    }

    /** Returns the options of a client that is started without any. */
    public static StartOptions standard() {
        return new StartOptions(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Telemetry.SILENT,
                16_384,
                16 << 20,
                Optional.empty(),
                Optional.empty(),
                RestartPolicy.TEMPORARY);
    }

    /**
     * Returns these options with this executor for callbacks; {@link Slipstream#start} refuses one that runs tasks on the
     * calling thread.
     */
    public StartOptions withExecutor(Executor chosen) {
        return new StartOptions(
                given(chosen, "executor"),
                transport,
                serializer,
                telemetry,
                maxMessages,
                maxBytes,
                seed,
                name,
                restart);
    }

    /** Returns these options with this websocket library; none is looked for then. */
    public StartOptions withTransport(TransportProvider chosen) {
        return new StartOptions(
                executor,
                given(chosen, "transport"),
                serializer,
                telemetry,
                maxMessages,
                maxBytes,
                seed,
                name,
                restart);
    }

    /** Returns these options with this wire format; none is looked for then. */
    public StartOptions withSerializer(Serializer chosen) {
        return new StartOptions(
                executor,
                transport,
                given(chosen, "serializer"),
                telemetry,
                maxMessages,
                maxBytes,
                seed,
                name,
                restart);
    }

    /** Returns these options with this listener, in place of the one before. */
    public StartOptions withTelemetry(Telemetry chosen) {
        return new StartOptions(executor, transport, serializer, chosen, maxMessages, maxBytes, seed, name, restart);
    }

    /**
     * Returns these options with these bounds of the mailbox; over ten times as much ends an await.
     *
     * @param messages 2 or more, counted for events and for messages of user code apart
     * @param bytes 1 or more, of events alone
     */
    public StartOptions withMailbox(int messages, long bytes) {
        return new StartOptions(executor, transport, serializer, telemetry, messages, bytes, seed, name, restart);
    }

    /** Returns these options with this seed: two clients of one seed draw the same delays. */
    public StartOptions withSeed(long chosen) {
        return new StartOptions(
                executor, transport, serializer, telemetry, maxMessages, maxBytes, Optional.of(chosen), name, restart);
    }

    /** Returns these options with this name. */
    public StartOptions withName(String chosen) {
        return new StartOptions(
                executor,
                transport,
                serializer,
                telemetry,
                maxMessages,
                maxBytes,
                seed,
                given(chosen, "name"),
                restart);
    }

    /** Returns these options with this policy; any but {@link RestartPolicy#TEMPORARY} asks for a supplier of clients. */
    public StartOptions withRestart(RestartPolicy chosen) {
        return new StartOptions(executor, transport, serializer, telemetry, maxMessages, maxBytes, seed, name, chosen);
    }

    private static <T> Optional<T> given(T chosen, String option) {
        return Optional.of(Objects.requireNonNull(chosen, option));
    }
}
