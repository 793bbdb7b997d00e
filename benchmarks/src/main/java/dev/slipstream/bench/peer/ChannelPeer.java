package dev.slipstream.bench.peer;

import dev.slipstream.StartOptions;
import dev.slipstream.channels.Channel;
import dev.slipstream.channels.ChannelSocket;
import dev.slipstream.core.Reply;
import dev.slipstream.core.transport.TransportProvider;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The client of this library with channel handles. A handler receives the messages, and stages receive the replies. */
final class ChannelPeer implements Peer {

    private final StartOptions options;
    private final List<Channel> channels = new ArrayList<>();
    private volatile Runnable onMessage = () -> {};
    private @Nullable ChannelSocket socket;

    ChannelPeer(TransportProvider transport) {
        this.options = StartOptions.builder().transport(transport).build();
    }

    @Override
    public void connect(URI uri, int topics) {
        ChannelSocket opened = ChannelSocket.connect(SlipstreamPeer.configuration(uri), options);
        socket = opened;
        for (int i = 0; i < topics; i++) {
            Channel channel = opened.channel(Payloads.topic(i));
            channel.on("msg", payload -> onMessage.run());
            channels.add(channel);
        }
        List<CompletionStage<?>> joins = new ArrayList<>();
        channels.forEach(channel -> joins.add(channel.join()));
        joins.forEach(join -> join.toCompletableFuture().join());
    }

    @Override
    public void flood(int messages, int bytes, int topics) throws Exception {
        Goal all = new Goal(messages);
        onMessage = all::count;
        channel().pushAndForget("flood", Map.of("messages", messages, "bytes", bytes, "topics", topics));
        all.await(PATIENCE);
    }

    @Override
    public void arrived(int messages) {
        ok(channel()
                .push("arrived", Map.of("messages", messages))
                .toCompletableFuture()
                .join());
    }

    @Override
    public void echo(int requests, int inFlight, int bytes) throws Exception {
        Map<String, String> payload = Map.of("text", Payloads.text(bytes));
        AtomicInteger unsent = new AtomicInteger(requests - inFlight);
        CountDownLatch all = new CountDownLatch(requests);
        for (int i = 0; i < inFlight; i++) {
            echo(payload, unsent, all);
        }
        if (!all.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new TimeoutException(all.getCount() + " of " + requests + " replies did not come in " + PATIENCE);
        }
    }

    private void echo(Map<String, String> payload, AtomicInteger unsent, CountDownLatch all) {
        CompletionStage<Void> unused = channel().push("echo", payload).thenAccept(reply -> {
            ok(reply);
            all.countDown();
            if (unsent.getAndDecrement() > 0) {
                echo(payload, unsent, all);
            }
        });
    }

    @Override
    public long[] trips(int requests, int bytes) {
        Map<String, String> payload = Map.of("text", Payloads.text(bytes));
        long[] nanos = new long[requests];
        for (int i = 0; i < requests; i++) {
            long begin = System.nanoTime();
            ok(channel().push("echo", payload).toCompletableFuture().join());
            nanos[i] = System.nanoTime() - begin;
        }
        return nanos;
    }

    @Override
    public void close() {
        ChannelSocket open = socket;
        if (open != null) {
            open.close();
        }
    }

    private static void ok(Reply reply) {
        if (!(reply instanceof Reply.Ok)) {
            throw new IllegalStateException("a request ended as " + reply);
        }
    }

    private Channel channel() {
        return channels.get(0);
    }
}
