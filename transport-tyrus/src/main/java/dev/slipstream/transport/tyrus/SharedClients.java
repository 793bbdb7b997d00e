package dev.slipstream.transport.tyrus;

import dev.slipstream.core.transport.Handshake;
import dev.slipstream.transport.tyrus.tap.TappedContainer;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import org.glassfish.tyrus.client.ClientManager;
import org.glassfish.tyrus.client.ClientProperties;
import org.glassfish.tyrus.client.SslEngineConfigurator;

/**
 * The Tyrus clients and the timer that transports share.
 *
 * <p>A client costs a thread at least, so there is one per set of properties, while any transport holds it. The timer's
 * thread ends half a second after its last deadline.
 */
final class SharedClients {

    private static final Duration TIMER_IDLE = Duration.ofMillis(500);
    private static final int CONTAINER_IDLE_SECONDS = 1;

    /**
     * For a frame's header, and for a frame slightly too large to reach our own check, which names the reason; what is
     * larger still Tyrus refuses itself.
     */
    private static final int HEADROOM = 1 << 16;

    private record Key(Optional<SSLContext> tls, Optional<URI> proxy, Duration connectTimeout, int maxMessageBytes) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, Lease> leases = new HashMap<>();
    private final ScheduledThreadPoolExecutor timer = timer();

    /** One client and who holds it; counted under the lock. */
    final class Lease {

        private final Key key;
        private final ClientManager client;
        private int holders;

        private Lease(Key key, ClientManager client) {
            this.key = key;
            this.client = client;
        }

        ClientManager client() {
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
            timer.execute(client::shutdown);
        }
    }

    /** Takes hold of the client for such a handshake, made if there is none. */
    Lease lease(Handshake handshake, Optional<URI> proxy) {
        Key key = new Key(handshake.tls(), proxy, handshake.connectTimeout(), handshake.maxMessageBytes());
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

    /** Runs the task on the timer's thread, unless cancelled before. */
    Future<?> after(Duration delay, Runnable task) {
        return timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static ClientManager client(Key key) {
        ClientManager client = ClientManager.createClient(TappedContainer.class.getName());
        Map<String, Object> properties = client.getProperties();
        properties.put(ClientProperties.SHARED_CONTAINER, true);
        properties.put(ClientProperties.SHARED_CONTAINER_IDLE_TIMEOUT, CONTAINER_IDLE_SECONDS);
        properties.put(ClientProperties.HANDSHAKE_TIMEOUT, (int)
                Math.min(Integer.MAX_VALUE, Math.max(1, key.connectTimeout().toMillis())));
        properties.put(ClientProperties.INCOMING_BUFFER_SIZE, (int)
                Math.min(Integer.MAX_VALUE, (long) key.maxMessageBytes() + HEADROOM));
        key.tls()
                .ifPresent(tls ->
                        properties.put(ClientProperties.SSL_ENGINE_CONFIGURATOR, new SslEngineConfigurator(tls)));
        key.proxy().ifPresent(proxy -> properties.put(ClientProperties.PROXY_URI, proxy.toString()));
        return client;
    }

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "slipstream-tyrus-timer");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(TIMER_IDLE.toNanos(), TimeUnit.NANOSECONDS);
        timer.allowCoreThreadTimeOut(true);
        return timer;
    }
}
