package dev.slipstream.bench.peer;

import java.net.URI;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A websocket without a Phoenix client. Its costs are a lower bound for the costs of the clients. It builds its frames
 * by hand, and only counts the texts it receives.
 */
abstract sealed class BarePeer implements Peer permits JdkPeer, TyrusPeer {

    /** Handles a received text. */
    @FunctionalInterface
    private interface Taker {
        void take(String text);
    }

    /** How a heartbeat's reply begins. No other text begins with this. */
    private static final String BEAT = "[null,\"beat\",";

    private static final long BEAT_SECONDS = 30;

    private final AtomicInteger refs = new AtomicInteger();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "heartbeats");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Taker taker = text -> {};

    /** Sends a text after all earlier texts. */
    abstract void send(String text);

    /** Handles a whole text message. */
    final void take(String text) {
        if (!text.startsWith(BEAT)) {
            taker.take(text);
        }
    }

    /** The URI with the version of the protocol. Without it, Phoenix would use an older version. */
    static URI withVersion(URI uri) {
        return URI.create(uri + "?vsn=2.0.0");
    }

    /** Joins the topics. From now on sends heartbeats, because Phoenix closes a connection that is silent for 60 s. */
    final void join(int topics) throws Exception {
        timer.scheduleAtFixedRate(
                () -> send(BEAT + "\"phoenix\",\"heartbeat\",{}]"), BEAT_SECONDS, BEAT_SECONDS, TimeUnit.SECONDS);
        Goal joined = new Goal(topics);
        taker = text -> joined.count();
        for (int i = 0; i < topics; i++) {
            send("[\"1\",\"" + refs.incrementAndGet() + "\",\"" + Payloads.topic(i) + "\",\"phx_join\",{}]");
        }
        joined.await(PATIENCE);
    }

    @Override
    public final void flood(int messages, int bytes, int topics) throws Exception {
        Goal all = new Goal(messages + 1); // the messages, and the reply to the request
        taker = text -> all.count();
        push("flood", "{\"messages\":" + messages + ",\"bytes\":" + bytes + ",\"topics\":" + topics + "}");
        all.await(PATIENCE);
    }

    @Override
    public final void arrived(int messages) throws Exception {
        Goal replied = new Goal(1);
        taker = text -> replied.count();
        push("arrived", "{\"messages\":" + messages + "}");
        replied.await(PATIENCE);
    }

    @Override
    public final void echo(int requests, int inFlight, int bytes) throws Exception {
        String payload = "{\"text\":\"" + Payloads.text(bytes) + "\"}";
        AtomicInteger unsent = new AtomicInteger(requests - inFlight);
        Goal all = new Goal(requests);
        taker = text -> {
            all.count();
            if (unsent.getAndDecrement() > 0) {
                push("echo", payload);
            }
        };
        for (int i = 0; i < inFlight; i++) {
            push("echo", payload);
        }
        all.await(PATIENCE);
    }

    @Override
    public final long[] trips(int requests, int bytes) throws Exception {
        String payload = "{\"text\":\"" + Payloads.text(bytes) + "\"}";
        long[] nanos = new long[requests];
        for (int i = 0; i < requests; i++) {
            long begin = System.nanoTime();
            Goal reply = new Goal(1);
            taker = text -> reply.count();
            push("echo", payload);
            reply.await(PATIENCE);
            nanos[i] = System.nanoTime() - begin;
        }
        return nanos;
    }

    /** Ends the heartbeats. */
    final void end() {
        timer.shutdownNow();
    }

    private void push(String event, String payload) {
        send("[\"1\",\"" + refs.incrementAndGet() + "\",\"" + TOPIC + "\",\"" + event + "\"," + payload + "]");
    }
}
