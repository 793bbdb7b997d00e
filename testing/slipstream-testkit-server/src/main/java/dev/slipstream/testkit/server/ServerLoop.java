package dev.slipstream.testkit.server;

import dev.slipstream.core.Payload;
import dev.slipstream.core.serializer.Serializer;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.serializer.jackson.JacksonSerializer;
import dev.slipstream.testkit.phoenix.Endpoint;
import dev.slipstream.testkit.phoenix.FakePhoenix;
import dev.slipstream.testkit.phoenix.Framing;
import dev.slipstream.testkit.phoenix.PhoenixEffect;
import dev.slipstream.testkit.phoenix.PhoenixInput;
import dev.slipstream.testkit.phoenix.UserSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The single thread that runs all work of a server and its model, in order of arrival. */
@SuppressWarnings("FutureReturnValueIgnored") // a task reports its own failure
final class ServerLoop {

    /** Carries out the effects of one connection. Only the loop calls it. */
    interface ServerConnection {

        /** Carries out an effect of the model. */
        void carryOut(PhoenixEffect effect);

        /** Cuts TCP. */
        void cut();

        /** Resumes reading after the server was frozen. */
        void resumeReading();
    }

    private static final int KEPT_EXCHANGES = 10_000;
    private static final int SECONDS_TO_ANSWER = 30;

    private final FakePhoenix model;
    private final Endpoint endpoint;
    private final ServerTime time;
    private final ScheduledThreadPoolExecutor executor;
    private final Map<Integer, ServerConnection> connections = new LinkedHashMap<>();
    private final Deque<Exchange> exchanges = new ArrayDeque<>();
    private final List<Throwable> crashes = new ArrayList<>();
    private final Deque<Runnable> heldBack = new ArrayDeque<>();

    /**
     * The time of the current instant, or null between instants. An instant begins with an input and ends with
     * {@link #settle}.
     */
    private @Nullable Duration instant;

    private Duration delay = Duration.ZERO;
    private Duration lastDelivery = Duration.ZERO;

    /** Whether arriving frames stay unread. Set on the loop, read by Jetty's threads. */
    private volatile boolean frozen;

    ServerLoop(Endpoint endpoint, Serializer serializer, ServerTime time) {
        this.model = new FakePhoenix(endpoint, serializer);
        this.endpoint = endpoint;
        this.time = time;
        this.executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "phoenix-server");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
    }

    boolean isFrozen() {
        return frozen;
    }

    /** Runs a task on the loop, unless the loop has ended. */
    void run(Runnable task) {
        try {
            executor.execute(guarded(task));
        } catch (RejectedExecutionException e) {
            // The server is closed, so events of its last connections are ignored.
            return;
        }
    }

    /** Runs a task on the loop after a delay. */
    ScheduledFuture<?> later(Duration time, Runnable task) {
        return executor.schedule(guarded(task), time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Records the exception of a task, because the executor would discard it. */
    private Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                crashes.add(e);
            }
        };
    }

    /** Runs a task on the loop and waits for its result. */
    <T extends @Nullable Object> T ask(Supplier<T> task) {
        try {
            return CompletableFuture.supplyAsync(task, executor)
                    .orTimeout(SECONDS_TO_ANSWER, TimeUnit.SECONDS)
                    .join();
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException("the server is closed", e);
        } catch (CompletionException e) {
            throw new IllegalStateException("the server failed", e.getCause());
        }
    }

    /** Handles a request for a websocket. While the server is frozen, the request waits. */
    void connect(PhoenixInput.Connect connect, ServerConnection connection) {
        run(() -> whenThawed(() -> {
            connections.put(connect.connection(), connection);
            accept(connect);
        }));
    }

    /** The framing of a connection with this request target. */
    Framing framing(String target) {
        return endpoint.socketFor(target)
                .map(UserSocket::framing)
                .orElseGet(() -> new Framing(JacksonSerializer.standard()));
    }

    void received(int connection, Frame frame, Framing framing) {
        run(() -> {
            record(new Exchange(connection, true, frame));
            accept(framing.decode(connection, frame));
        });
    }

    void tell(PhoenixInput input) {
        run(() -> accept(input));
    }

    /** Applies an input. All inputs of one instant get the same time, as if the server had read them together. */
    private void accept(PhoenixInput input) {
        time.took(input);
        if (instant == null) {
            instant = time.now();
            time.instantBegan(this);
        }
        model.accept(instant, input, this::carryOut);
    }

    /** Called when a deadline of the model has passed. */
    void timePassed() {
        accept(new PhoenixInput.TimePassed());
    }

    /** Ends the instant: the channels handle the inputs that arrived during the instant. */
    void settle() {
        Duration now = instant == null ? time.now() : instant;
        instant = null;
        model.accept(now, new PhoenixInput.TimePassed(), this::carryOut);
        time.nextDeadline(model.nextDeadline(), this);
    }

    private void carryOut(PhoenixEffect effect) {
        time.emitted(effect);
        switch (effect) {
            case PhoenixEffect.Crashed(int number, String where, Throwable thrown) -> crashes.add(thrown);
            case PhoenixEffect.Accept accept -> deliver(accept.connection(), accept, false);
            case PhoenixEffect.Refuse refuse -> deliver(refuse.connection(), refuse, true);
            case PhoenixEffect.Send send -> deliver(send.connection(), send, false);
            case PhoenixEffect.Pong pong -> deliver(pong.connection(), pong, false);
            case PhoenixEffect.Close close -> deliver(close.connection(), close, true);
            case PhoenixEffect.Drop drop -> deliver(drop.connection(), drop, true);
        }
    }

    private void deliver(int number, PhoenixEffect effect, boolean isLast) {
        ServerConnection connection = isLast ? connections.remove(number) : connections.get(number);
        if (connection == null) {
            return;
        }
        Runnable delivery = () -> whenThawed(() -> connection.carryOut(effect));
        Duration now = time.now();
        Duration due = now.plus(delay).compareTo(lastDelivery) > 0 ? now.plus(delay) : lastDelivery;
        if (due.compareTo(now) <= 0) {
            delivery.run();
        } else {
            lastDelivery = due; // later frames must not overtake delayed frames
            later(due.minus(now), delivery);
        }
    }

    private void whenThawed(Runnable task) {
        if (frozen) {
            heldBack.add(task);
        } else {
            task.run();
        }
    }

    /** Encodes a sent message, and keeps it for {@link #exchanges}. */
    Frame frame(PhoenixEffect.Send send, Framing framing) {
        Frame frame = framing.encode(send.message());
        record(new Exchange(send.connection(), false, frame));
        return frame;
    }

    private void record(Exchange exchange) {
        if (exchanges.size() == KEPT_EXCHANGES) {
            exchanges.remove();
        }
        exchanges.add(exchange);
    }

    /** Removes a connection that has ended. */
    void gone(int number) {
        run(() -> {
            connections.remove(number);
            accept(new PhoenixInput.Gone(number));
        });
    }

    void freeze() {
        ask(() -> frozen = true);
    }

    void thaw() {
        ask(() -> {
            frozen = false;
            while (!heldBack.isEmpty()) {
                heldBack.remove().run();
            }
            List.copyOf(connections.values()).forEach(ServerConnection::resumeReading);
            return null;
        });
    }

    void delay(Duration time) {
        ask(() -> delay = time);
    }

    void cutAll() {
        ask(() -> {
            List.copyOf(connections.values()).forEach(ServerConnection::cut);
            return null;
        });
    }

    int connections() {
        return ask(model::connections);
    }

    Payload presences(String topic) {
        return ask(() -> model.presences(topic));
    }

    List<Exchange> exchanges() {
        return ask(() -> List.copyOf(exchanges));
    }

    List<Throwable> crashes() {
        return ask(() -> List.copyOf(crashes));
    }

    /** Ends the thread. */
    void close() {
        executor.shutdownNow();
        boolean ended = false;
        try {
            ended = executor.awaitTermination(SECONDS_TO_ANSWER, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!ended) {
            throw new IllegalStateException("a channel's code does not return, so the server's thread does not end");
        }
    }
}
