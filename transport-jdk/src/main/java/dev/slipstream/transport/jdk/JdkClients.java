package dev.slipstream.transport.jdk;

import dev.slipstream.core.machine.websocket.WebSocketLibrary;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;

/**
 * The HTTP clients and the timer that all transports share.
 *
 * <p>Each client has its own threads. So transports with the same TLS context and proxy share one client. The client is
 * shut down when the last transport releases it. The timer's thread ends half a second after its last deadline.
 */
final class JdkClients {

    private static final System.Logger LOG = System.getLogger(JdkTransport.class.getName());
    private static final Duration TIMER_IDLE = Duration.ofMillis(500);

    private record Key(Optional<SSLContext> tls, Optional<InetSocketAddress> proxy) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, Lease> leases = new HashMap<>();
    private final ScheduledThreadPoolExecutor timer = timer();
    private final WebSocketLibrary library =
            new WebSocketLibrary(JdkFailures.LIBRARY, LOG, System::nanoTime, this::after);

    /** A client and the number of transports that use it (the holders). The lock guards this number. */
    final class Lease {

        private final Key key;
        private final HttpClient client;
        private int holders;

        private Lease(Key key, HttpClient client) {
            this.key = key;
            this.client = client;
        }

        HttpClient client() {
            return client;
        }

        /** Each holder calls this once; the last call shuts the client down. */
        void release() {
            lock.lock();
            try {
                holders--;
                if (holders > 0) {
                    return;
                }
                leases.remove(key);
            } finally {
                lock.unlock();
            }
            // Shut down on the timer's thread. The current thread may belong to the client, and the shutdown would
            // interrupt it.
            timer.execute(client::shutdownNow);
        }
    }

    /** Adds a holder of the client for this TLS context and proxy. Makes the client if there is none yet. */
    Lease lease(Optional<SSLContext> tls, Optional<InetSocketAddress> proxy) {
        Key key = new Key(tls, proxy);
        lock.lock();
        try {
            Lease lease = leases.computeIfAbsent(key, absent -> new Lease(absent, client(absent)));
            lease.holders++;
            return lease;
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

    private static HttpClient client(Key key) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                // This executor runs our listeners on the JDK's reader thread. The listeners return at once, so they
                // hardly delay this thread. With a pool, the JDK would report the end of TCP late if TCP ended during
                // the call of a listener.
                .executor(Runnable::run)
                // Without this, the JDK uses the system's proxy selector.
                .proxy(key.proxy().map(ProxySelector::of).orElse(HttpClient.Builder.NO_PROXY));
        key.tls().ifPresent(builder::sslContext);
        return builder.build();
    }

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("slipstream-jdk-timer").factory());
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(TIMER_IDLE.toNanos(), TimeUnit.NANOSECONDS);
        timer.allowCoreThreadTimeOut(true);
        return timer;
    }
}
