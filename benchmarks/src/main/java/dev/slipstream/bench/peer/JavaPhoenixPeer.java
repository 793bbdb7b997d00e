package dev.slipstream.bench.peer;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import kotlin.Unit;
import kotlin.jvm.functions.Function1;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.phoenixframework.Channel;
import org.phoenixframework.Defaults;
import org.phoenixframework.Message;
import org.phoenixframework.Push;
import org.phoenixframework.Socket;

/** JavaPhoenixClient with its default settings. */
final class JavaPhoenixPeer implements Peer {

    private static final long TIMEOUT_MILLIS = PATIENCE.toMillis();

    private final List<Channel> channels = new ArrayList<>();
    private @Nullable Socket socket;
    private volatile Runnable taker = () -> {};

    @Override
    public void connect(URI uri, int topics) throws Exception {
        Socket opening = new Socket(
                uri.toString(),
                Map.of(),
                Defaults.VSN,
                Defaults.INSTANCE.getEncode(),
                Defaults.INSTANCE.getDecode(),
                new OkHttpClient());
        socket = opening;
        Goal opened = new Goal(1);
        String registered = opening.onOpen(() -> {
            opened.count();
            return Unit.INSTANCE;
        });
        opening.connect();
        opened.await(PATIENCE);
        opening.off(List.of(registered));
        for (int i = 0; i < topics; i++) {
            Channel channel = opening.channel(Payloads.topic(i), Map.of());
            int binding = channel.on("msg", message -> {
                taker.run();
                return Unit.INSTANCE;
            });
            if (binding < 0) {
                throw new IllegalStateException("cannot listen for messages");
            }
            channel.join(TIMEOUT_MILLIS).receive("error", refusal -> {
                throw new IllegalStateException("not joined: " + refusal);
            });
            awaitJoined(channel);
            channels.add(channel);
        }
    }

    @Override
    public void flood(int messages, int bytes, int topics) throws Exception {
        Goal all = new Goal(messages);
        taker = all::count;
        channels.get(0).push("flood", Map.of("messages", messages, "bytes", bytes, "topics", topics), TIMEOUT_MILLIS);
        all.await(PATIENCE);
    }

    @Override
    public void arrived(int messages) throws Exception {
        Goal replied = new Goal(1);
        push(channels.get(0), "arrived", Map.of("messages", messages), counting(replied));
        replied.await(PATIENCE);
    }

    @Override
    public void echo(int requests, int inFlight, int bytes) throws Exception {
        Map<String, String> payload = Map.of("text", Payloads.text(bytes));
        Echo echo = new Echo(channels.get(0), payload, new Goal(requests), new AtomicInteger(requests - inFlight));
        for (int i = 0; i < inFlight; i++) {
            echo.push();
        }
        echo.all().await(PATIENCE);
    }

    @Override
    public long[] trips(int requests, int bytes) throws Exception {
        Map<String, String> payload = Map.of("text", Payloads.text(bytes));
        long[] nanos = new long[requests];
        for (int i = 0; i < requests; i++) {
            long begin = System.nanoTime();
            Goal reply = new Goal(1);
            push(channels.get(0), "echo", payload, counting(reply));
            reply.await(PATIENCE);
            nanos[i] = System.nanoTime() - begin;
        }
        return nanos;
    }

    @Override
    public void close() {
        Socket open = socket;
        if (open != null) {
            open.disconnect(1000, "", () -> Unit.INSTANCE);
        }
    }

    /** Polls the state of the join. A hook on the join could miss an early reply; see {@link #push}. */
    private static void awaitJoined(Channel channel) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!channel.isJoined()) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("no join within " + PATIENCE);
            }
            Thread.sleep(1);
        }
    }

    /**
     * Pushes like {@code Channel.push}, but registers the hook before it sends. {@code Channel.push} registers it
     * afterwards, and sometimes misses an early reply.
     */
    private static void push(Channel channel, String event, Map<String, ?> payload, Function1<Message, Unit> whenOk) {
        new Push(channel, event, payload, TIMEOUT_MILLIS).receive("ok", whenOk).send();
    }

    private static Function1<Message, Unit> counting(Goal goal) {
        return message -> {
            goal.count();
            return Unit.INSTANCE;
        };
    }

    /** Keeps requests in flight: when a reply arrives, it sends the next request. */
    private record Echo(Channel channel, Map<String, String> payload, Goal all, AtomicInteger unsent) {

        void push() {
            JavaPhoenixPeer.push(channel, "echo", payload, reply -> {
                all.count();
                if (unsent.getAndDecrement() > 0) {
                    push();
                }
                return Unit.INSTANCE;
            });
        }
    }
}
