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
 * The HTTP clients and the timer that transports share.
 *
 * <p>A client costs a selector thread and a pool, so there is one per TLS context and proxy, while any transport
 * holds it. The timer's thread ends half a second after its last deadline.
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

    /** One client and who holds it; counted under the lock. */
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

        /** Called once by each holder; the last one's call shuts the client down. */
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
            // Not here: this may be a thread of the client's own, which would be interrupted under its caller's feet.
            timer.execute(client::shutdownNow);
        }
    }

    /** Takes hold of the client for such a context and such a proxy, made if there is none. */
    Lease lease(Optional<SSLContext> tls, Optional<InetSocketAddress> proxy) {
        Key key = new Key(tls, proxy);
        lock.lock();
        try {
            Lease lease = leases.get(key);
            if (lease == null) {
                lease = new Lease(key, client(key));
                leases.put(key, lease);
            }
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
                // On a pool of threads the JDK forgets that TCP ended if it ends while a callback runs: its reader
                // finds no demand to take the end against, and throws into nowhere. Run at once, a callback is over
                // before the reader looks again. Listeners return at once, as the port has it.
                .executor(Runnable::run)
                // Without this line the JDK would ask the system's selector.
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
