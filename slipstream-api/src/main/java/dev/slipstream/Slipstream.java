package dev.slipstream;

import dev.slipstream.core.Configuration;
import dev.slipstream.core.Socket;
import dev.slipstream.core.serializer.Serializer;
import dev.slipstream.core.serializer.SerializerProvider;
import dev.slipstream.core.state.LiveSocket;
import dev.slipstream.core.transport.TransportProvider;
import dev.slipstream.process.ClientProcess;
import dev.slipstream.process.ConnectionProcess;
import dev.slipstream.process.ProcessRuntime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/** The entry point: starts clients and opens sessions. */
public final class Slipstream {

    private static final Discovery<TransportProvider, TransportProvider> TRANSPORT = new Discovery<>(
            "transport",
            "add slipstream-transport-jdk, slipstream-transport-netty or slipstream-transport-tyrus to the class path or"
                    + " module path, or name one with StartOptions.Builder.transport",
            TransportProvider::name,
            provider -> provider);
    private static final Discovery<SerializerProvider, Serializer> SERIALIZER = new Discovery<>(
            "serializer",
            "add slipstream-serializer-jackson to the class path or module path, or name one with"
                    + " StartOptions.Builder.serializer",
            SerializerProvider::name,
            SerializerProvider::serializer);

    private Slipstream() {}

    /**
     * Starts a client. Does not wait until its {@code init} has run.
     *
     * <p>The threads of a client are daemon or virtual threads, so they do not keep the JVM alive. A {@code main}
     * method that has nothing else to do calls {@link RunningClient#awaitStopped}.
     *
     * @throws IllegalStateException if no transport or serializer is found, or if several are found
     */
    public static RunningClient start(SlipstreamClient client) {
        return start(client, StartOptions.standard());
    }

    /**
     * Starts a client with these options.
     *
     * @throws IllegalStateException if the options name no transport or serializer, and none or several are found
     * @throws IllegalArgumentException if the executor runs tasks on the submitting thread, because a callback that
     *     waits could then block the thread of the websocket library; or if the options ask for restarts, because each
     *     restart needs a new object. For restarts, pass a supplier of clients
     */
    public static RunningClient start(SlipstreamClient client, StartOptions options) {
        return prepare(client, options).start();
    }

    /**
     * Prepares a client that {@link RunningClient#start} starts later. Until then no callback runs, so an application
     * can give the returned handle to other objects first.
     *
     * @throws IllegalStateException as {@link #start(SlipstreamClient, StartOptions)}
     * @throws IllegalArgumentException as {@link #start(SlipstreamClient, StartOptions)}
     */
    public static RunningClient prepare(SlipstreamClient client, StartOptions options) {
        Objects.requireNonNull(client, "client");
        Objects.requireNonNull(options, "options");
        if (options.restart().restart() != RestartPolicy.Restart.TEMPORARY) {
            throw new IllegalArgumentException("cannot start a client object with " + options.restart()
                    + ": each restart needs a new client object; pass a supplier that makes one, such as Lobby::new");
        }
        return prepare(() -> client, options);
    }

    /** Starts a client that this supplier makes. */
    public static RunningClient start(Supplier<? extends SlipstreamClient> clients) {
        return start(clients, StartOptions.standard());
    }

    /**
     * Starts a client with these options, and restarts it with a new object as {@link StartOptions#restart} says.
     *
     * @throws IllegalStateException if the options name no transport or serializer, and none or several are found; or
     *     if another client with this name is running
     * @throws IllegalArgumentException if the executor runs tasks on the submitting thread
     */
    public static RunningClient start(Supplier<? extends SlipstreamClient> clients, StartOptions options) {
        return prepare(clients, options).start();
    }

    /**
     * As {@link #prepare(SlipstreamClient, StartOptions)}, with a supplier. Calls the supplier before this method
     * returns.
     */
    public static RunningClient prepare(Supplier<? extends SlipstreamClient> clients, StartOptions options) {
        Objects.requireNonNull(clients, "clients");
        Objects.requireNonNull(options, "options");
        options.executor().ifPresent(Slipstream::probe);
        return new Supervisor(clients, settings(options, false), options).handle();
    }

    /**
     * Checks whether a client with these options can use a configuration. {@link Socket#connect} makes the same check,
     * but inside a callback. If you know the configuration before the start, this method reports a mistake earlier.
     *
     * @throws IllegalArgumentException if the URI or the params have a {@code vsn} other than the serializer's, or if
     *     the configuration asks for compression and the transport has none
     * @throws IllegalStateException if the options name no transport or serializer, and none or several are found
     */
    public static void checkConfiguration(Configuration configuration, StartOptions options) {
        Objects.requireNonNull(configuration, "configuration");
        Objects.requireNonNull(options, "options");
        ClientProcess unstarted = unstarted(options);
        LiveSocket.from(unstarted.socket()).checkConfiguration(configuration);
    }

    private static ClientProcess unstarted(StartOptions options) {
        return new ClientProcess(settings(options, true), (callback, socket) -> socket, reason -> {});
    }

    /** The running client with this name, if any; see {@link StartOptions#name}. */
    public static Optional<RunningClient> named(String name) {
        return Supervisor.named(name);
    }

    /**
     * The number of connections that this JVM has now. A connection counts from the start of its attempt to connect
     * until its end.
     */
    public static int connections() {
        return ConnectionProcess.alive();
    }

    /**
     * Opens a session for a script, and waits until it is connected. The session belongs to the calling thread.
     *
     * @throws AwaitEndedException if the attempt to connect fails; the exception holds the failure. This method does
     *     not try again
     * @throws AwaitTimeoutException if there is no answer within the sum of the credentials timeout, the connect
     *     timeout and 1 s
     * @throws IllegalArgumentException if the URI or the params have a {@code vsn} other than the serializer's; leave
     *     {@code vsn} out. Also if the configuration asks for compression and the transport has none
     */
    public static Session open(Configuration configuration) {
        return open(configuration, StartOptions.standard());
    }

    /** As {@link #open(Configuration)}, with these options; a session does not use the executor. */
    public static Session open(Configuration configuration, StartOptions options) {
        Objects.requireNonNull(configuration, "configuration");
        Objects.requireNonNull(options, "options");
        ClientProcess process = unstarted(options);
        Session session = Session.script(process);
        try {
            session.connect(configuration);
        } catch (AwaitEndedException ended) {
            session.close();
            throw AwaitEndedException.opening(Session.CONNECT_ANSWER, ended.reason());
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
        return session;
    }

    /**
     * Opens a session in a callback: applies the pending operations of this socket, so that the callback can wait for
     * their results. After that, use {@link Session#socket()} instead of this socket.
     *
     * @throws IllegalStateException if the socket does not belong to the callback that the calling thread runs
     */
    public static Session session(Socket socket) {
        ClientProcess process = processOf(socket);
        return new Session(process.commit(socket), false);
    }

    /**
     * The handle of this socket's client.
     *
     * @throws IllegalStateException if the socket belongs to a script, which has no handle
     */
    public static RunningClient running(Socket socket) {
        ClientProcess process = processOf(socket);
        if (!(process.callbacks() instanceof CallbackDispatch dispatch)) {
            throw new IllegalStateException("this socket has no running client: it belongs to a script");
        }
        return dispatch.handle();
    }

    private static ClientProcess processOf(Socket socket) {
        Objects.requireNonNull(socket, "socket");
        Object maker = LiveSocket.from(socket).scope().client();
        if (maker instanceof ClientProcess process) {
            return process;
        }
        throw new IllegalStateException("this socket has no running client: it was made for a test, by "
                + (maker instanceof Class<?> type ? type : maker.getClass()).getName());
    }

    private static ClientProcess.Settings settings(StartOptions options, boolean isScript) {
        ProcessRuntime runtime = ProcessRuntime.current();
        return new ClientProcess.Settings(
                options.executor().map(runtime::with).orElse(runtime),
                options.serializer().orElseGet(() -> SERIALIZER.find(loaders(SerializerProvider.class))),
                options.transport()
                        .or(runtime::transport)
                        .orElseGet(() -> TRANSPORT.find(loaders(TransportProvider.class))),
                options.telemetry(),
                options.maxMessages(),
                options.maxBytes(),
                options.seed().orElseGet(() -> ThreadLocalRandom.current().nextLong()),
                isScript,
                options.name().or(options::label),
                options.isQuiet());
    }

    private static <P> List<ServiceLoader<P>> loaders(Class<P> port) {
        return List.of(ServiceLoader.load(port, Slipstream.class.getClassLoader()), ServiceLoader.load(port));
    }

    private static void probe(Executor executor) {
        Thread caller = Thread.currentThread();
        Thread[] ran = {null};
        executor.execute(() -> ran[0] = Thread.currentThread());
        if (caller.equals(ran[0])) {
            throw new IllegalArgumentException(
                    "the executor " + executor.getClass().getName()
                            + " runs tasks on the submitting thread, so a callback could never wait; use one with its own threads");
        }
    }
}
