package dev.slipstream.transport.tyrus;

import dev.slipstream.core.machine.websocket.WebSocketLibrary;
import dev.slipstream.transport.tyrus.container.ChannelOptions;
import dev.slipstream.transport.tyrus.container.GrizzlyContainer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.glassfish.grizzly.nio.transport.TCPNIOTransport;
import org.glassfish.grizzly.nio.transport.TCPNIOTransportBuilder;
import org.glassfish.grizzly.strategies.SameThreadIOStrategy;
import org.glassfish.tyrus.client.ClientManager;
import org.glassfish.tyrus.client.ClientProperties;
import org.jspecify.annotations.Nullable;

/**
 * Tyrus's client, Grizzly's threads and a timer, shared by all transports.
 *
 * <p>The client and Grizzly's threads are shut down when no transport has used them for {@link #IDLE}. Until then a
 * reconnect can reuse them. The timer's thread ends after it has had no deadline for {@link #IDLE}.
 */
final class TyrusClients {

    private static final System.Logger LOG = System.getLogger(TyrusClients.class.getName());

    /** How long unused threads live. All threads must end within 1 s after the end of the last transport. */
    static final Duration IDLE = Duration.ofMillis(250);

    private static final int MAX_SELECTORS = 4;

    private final ReentrantLock lock = new ReentrantLock();
    private final ScheduledThreadPoolExecutor timer = timer();
    private final WebSocketLibrary library =
            new WebSocketLibrary(TyrusFailures.LIBRARY, TyrusTransport.LOG, System::nanoTime, this::after);
    private @Nullable Lease current;

    /** A client, its threads, and the number of transports that use them (the holders). The lock guards this number. */
    final class Lease {

        private final ClientManager client;
        private final TCPNIOTransport grizzly;
        private int holders;

        private Lease(ClientManager client, TCPNIOTransport grizzly) {
            this.client = client;
            this.grizzly = grizzly;
        }

        ClientManager client() {
            return client;
        }

        TCPNIOTransport grizzly() {
            return grizzly;
        }

        /** Each holder calls this once. */
        void release() {
            lock.lock();
            try {
                holders--;
            } finally {
                lock.unlock();
            }
            after(IDLE.toNanos(), this::endIfIdle);
        }

        private void endIfIdle() {
            lock.lock();
            try {
                if (holders > 0 || current != this) {
                    return;
                }
                current = null;
            } finally {
                lock.unlock();
            }
            try {
                grizzly.shutdownNow();
                client.shutdown();
            } catch (IOException | RuntimeException e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "Tyrus did not shut down correctly: {0}",
                        e.getClass().getName());
            }
        }
    }

    /** Adds a holder of the client and its threads. Starts both if they do not run. */
    Lease lease() throws IOException {
        lock.lock();
        try {
            if (current == null) {
                TCPNIOTransport grizzly = grizzly();
                grizzly.start();
                current = new Lease(client(), grizzly);
            }
            current.holders++;
            return current;
        } finally {
            lock.unlock();
        }
    }

    WebSocketLibrary library() {
        return library;
    }

    private Runnable after(long nanos, Runnable task) {
        Future<?> scheduled = timer.schedule(task, nanos, TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }

    private static ClientManager client() {
        ClientManager client = ClientManager.createClient(GrizzlyContainer.class.getName());
        // With a timeout of 0, Tyrus would handle messages on its own threads. It would end these threads while
        // websockets still use them.
        client.setDefaultMaxSessionIdleTimeout(-1);
        // No timeout, because our own deadline interrupts the attempt.
        client.getProperties().put(ClientProperties.HANDSHAKE_TIMEOUT, Integer.MAX_VALUE);
        return client;
    }

    /** Makes Grizzly's threads. The selector threads also call the listener, which returns at once. */
    private static TCPNIOTransport grizzly() {
        TCPNIOTransport grizzly = TCPNIOTransportBuilder.newInstance()
                .setName("slipstream-tyrus")
                .setIOStrategy(SameThreadIOStrategy.getInstance())
                .setSelectorRunnersCount(Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MAX_SELECTORS))
                .build();
        grizzly.setChannelConfigurator(new ChannelOptions());
        return grizzly;
    }

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("slipstream-tyrus-timer").factory());
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(IDLE.toNanos(), TimeUnit.NANOSECONDS);
        timer.allowCoreThreadTimeOut(true);
        return timer;
    }
}
