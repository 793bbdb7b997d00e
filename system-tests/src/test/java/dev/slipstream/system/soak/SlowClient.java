package dev.slipstream.system.soak;

import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;

/** Handles numbered messages more slowly than they arrive, and counts the messages that are out of order. */
final class SlowClient implements SlipstreamClient {

    /** Long, because a late answer on a busy machine must not count as a lost connection. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final String uri;
    private final long eachNanos;
    private final ToLongFunction<Payload> number;

    final CountDownLatch firstMessage = new CountDownLatch(1);
    final AtomicLong handled = new AtomicLong();
    final AtomicLong outOfOrder = new AtomicLong();
    final AtomicLong losses = new AtomicLong();

    /**
     * @param eachNanos how long the client takes for each message
     * @param number reads the number in the payload of a message
     */
    SlowClient(String uri, long eachNanos, ToLongFunction<Payload> number) {
        this.uri = uri;
        this.eachNanos = eachNanos;
        this.number = number;
    }

    @Override
    public Socket init(Socket socket) {
        Configuration configuration = Configuration.builder(uri)
                .connectTimeout(PATIENCE)
                .joinTimeout(PATIENCE)
                .heartbeatTimeout(PATIENCE)
                .build();
        return socket.connect(configuration).join("rooms:flood");
    }

    @Override
    public Socket handleMessage(String topic, String event, Payload payload, Socket socket) {
        if (number.applyAsLong(payload) != handled.getAndIncrement()) {
            outOfOrder.incrementAndGet();
        }
        firstMessage.countDown();
        LockSupport.parkNanos(eachNanos);
        return socket;
    }

    @Override
    public Socket handleDisconnect(DisconnectReason reason, Socket socket) {
        if (!(reason instanceof DisconnectReason.Requested)) {
            losses.incrementAndGet();
            System.out.println("connection lost: " + reason);
        }
        return socket;
    }
}
