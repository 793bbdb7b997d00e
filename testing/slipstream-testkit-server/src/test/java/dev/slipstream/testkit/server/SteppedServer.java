package dev.slipstream.testkit.server;

import dev.slipstream.testkit.phoenix.Endpoint;
import dev.slipstream.testkit.phoenix.PhoenixEffect;
import dev.slipstream.testkit.phoenix.PhoenixInput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A {@link PhoenixServer} whose channels and deadlines use virtual time, which the test advances. A slow machine
 * therefore does not change the server's answers.
 */
public final class SteppedServer implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    private final Steps time = new Steps();
    private final PhoenixServer server;

    /** Starts a server on a free port. */
    public SteppedServer(Endpoint endpoint) {
        server = PhoenixServer.start(endpoint, ServerSettings.standard(), time);
    }

    /** The virtual time, and the number of inputs and effects of each connection. Only the loop uses this class. */
    private static final class Steps implements ServerTime {

        private record Waiting(BooleanSupplier condition, CompletableFuture<Void> met) {}

        private final Map<Integer, Integer> arrived = new LinkedHashMap<>();
        private final Map<Integer, Integer> answered = new LinkedHashMap<>();
        private final Set<Integer> ended = new LinkedHashSet<>();
        private final List<Waiting> waiting = new ArrayList<>();
        private Duration now = Duration.ZERO;
        private @Nullable Duration next;

        @Override
        public Duration now() {
            return now;
        }

        @Override
        public void instantBegan(ServerLoop loop) {
            // nothing to do: the test decides when an instant of virtual time is over
        }

        @Override
        public void nextDeadline(@Nullable Duration deadline, ServerLoop loop) {
            next = deadline;
        }

        @Override
        public void took(PhoenixInput input) {
            switch (input) {
                case PhoenixInput.Connect connect -> arrived.merge(connect.connection(), 1, Integer::sum);
                case PhoenixInput.Gone gone -> ended.add(gone.connection());
                case PhoenixInput.OfConnection frame -> arrived.merge(frame.connection(), 1, Integer::sum);
                case PhoenixInput.Broadcast broadcast -> {}
                case PhoenixInput.Tell tell -> {}
                case PhoenixInput.Disconnect disconnect -> {}
                case PhoenixInput.Drain drain -> {}
                case PhoenixInput.RefuseNext refuse -> {}
                case PhoenixInput.TimePassed passed -> {}
            }
            look();
        }

        @Override
        public void emitted(PhoenixEffect effect) {
            switch (effect) {
                case PhoenixEffect.Accept accept -> answered(accept.connection());
                case PhoenixEffect.Send send -> answered(send.connection());
                case PhoenixEffect.Pong pong -> answered(pong.connection());
                case PhoenixEffect.Refuse refuse -> last(refuse.connection());
                case PhoenixEffect.Close close -> last(close.connection());
                case PhoenixEffect.Drop drop -> last(drop.connection());
                case PhoenixEffect.Crashed crashed -> {}
            }
            look();
        }

        private void answered(int connection) {
            answered.merge(connection, 1, Integer::sum);
        }

        private void last(int connection) {
            answered(connection);
            ended.add(connection);
        }

        private void look() {
            waiting.removeIf(one -> one.condition.getAsBoolean() && one.met.complete(null));
        }

        private int arrivedOn(int connection) {
            return arrived.getOrDefault(connection, 0);
        }

        private int answeredOn(int connection) {
            return answered.getOrDefault(connection, 0);
        }
    }

    /** The server. */
    public PhoenixServer server() {
        return server;
    }

    /**
     * Waits until the server has read this many frames of a connection, or the connection has ended. The handshake
     * counts as a frame.
     */
    public void awaitArrival(int connection, int count) {
        CompletableFuture<Void> met = new CompletableFuture<>();
        server.loop().run(() -> {
            time.waiting.add(new Steps.Waiting(
                    () -> time.arrivedOn(connection) >= count || time.ended.contains(connection), met));
            time.look();
        });
        met.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    /** Advances the time. */
    public void pass(Duration duration) {
        server.loop().ask(() -> {
            server.loop().settle();
            moveTo(time.now.plus(duration));
            return null;
        });
    }

    /** Advances the time, up to {@code limit}, until the server has answered {@code count} times on a connection. */
    public void passUntilAnswered(int connection, int count, Duration limit) {
        server.loop().ask(() -> {
            Duration end = time.now.plus(limit);
            server.loop().settle();
            while (time.answeredOn(connection) < count
                    && !time.ended.contains(connection)
                    && time.next != null
                    && time.next.compareTo(end) <= 0) {
                moveTo(time.next);
            }
            return null;
        });
    }

    /** Advances the time to an instant. The caller must run on the loop. */
    private void moveTo(Duration instant) {
        time.now = instant;
        server.loop().settle();
    }

    /** Counts the server's answers on a connection: the handshake, frames, and an end of TCP without a close frame. */
    public int answers(int connection) {
        return server.loop().ask(() -> time.answeredOn(connection));
    }

    @Override
    public void close() {
        server.close();
    }
}
