package dev.slipstream.system.channels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.StartOptions;
import dev.slipstream.channels.Channel;
import dev.slipstream.channels.ChannelMessage;
import dev.slipstream.channels.ChannelMessages;
import dev.slipstream.channels.ChannelSocket;
import dev.slipstream.channels.MessageBuffer;
import dev.slipstream.channels.MessageBuffer.Overflow;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Reply;
import dev.slipstream.core.transport.TransportProvider;
import dev.slipstream.system.RoomChannel;
import dev.slipstream.testkit.server.PhoenixServer;
import dev.slipstream.transport.jdk.JdkTransportProvider;
import dev.slipstream.transport.netty.NettyTransportProvider;
import dev.slipstream.transport.tyrus.TyrusTransportProvider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The threads of a program with channel handles and a server, over each transport. */
@ParameterizedClass
@MethodSource("transports")
class ChannelThreadsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final PhoenixServer server = PhoenixServer.start(RoomChannel.endpoint());
    private final ChannelSocket socket;
    private final BlockingQueue<String> notes = new LinkedBlockingQueue<>();

    ChannelThreadsTest(TransportProvider transport) {
        socket = ChannelSocket.connect(
                Configuration.builder(server.uri("/socket"))
                        .param("token", RoomChannel.TOKEN)
                        .connectTimeout(PATIENCE)
                        .joinTimeout(PATIENCE)
                        .requestTimeout(PATIENCE)
                        .build(),
                StartOptions.builder().transport(transport).build());
    }

    static Stream<Named<TransportProvider>> transports() {
        return Stream.of(
                Named.of("jdk", new JdkTransportProvider()),
                Named.of("tyrus", new TyrusTransportProvider()),
                Named.of("netty", new NettyTransportProvider()));
    }

    @AfterEach
    void close() {
        socket.close();
        server.close();
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private void expect(String note) throws InterruptedException {
        assertThat(notes.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(note);
    }

    /**
     * A handler must not wait for a stage. The client does not detect a wait with {@code CompletableFuture.allOf}, but
     * the timeout of the push ends the wait.
     */
    @Test
    void blockingWaitForAPushInAHandlerEndsAtTheTimeoutOfThePush() throws InterruptedException {
        Channel lobby = socket.channel("rooms:lobby");
        lobby.on("said", payload -> {
            CompletableFuture<Reply> pushed =
                    lobby.push("say", Map.of(), Duration.ofMillis(50)).toCompletableFuture();
            CompletableFuture.allOf(pushed).join();
            notes.add(pushed.join().toString());
        });
        await(lobby.join());
        lobby.pushAndForget("say", Map.of());

        expect("Lost[failure=TimedOut[after=PT0.05S], maybeSent=false]");
    }

    @Test
    void handlersOfAllChannelsNeverOverlap() throws InterruptedException {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger overlaps = new AtomicInteger();
        List<Channel> channels = IntStream.range(0, 3)
                .mapToObj(n -> socket.channel("rooms:" + n))
                .toList();
        for (Channel channel : channels) {
            channel.on("said", payload -> {
                overlaps.addAndGet(running.getAndIncrement());
                Thread.onSpinWait();
                running.decrementAndGet();
                notes.add("said");
            });
            await(channel.join());
        }
        for (int n = 0; n < 300; n++) {
            channels.get(n % 3).pushAndForget("say", Map.of("n", n));
        }

        for (int n = 0; n < 300; n++) {
            expect("said");
        }
        assertThat(overlaps).hasValue(0);
    }

    /**
     * While messages arrive, another thread requests messages. So the client process and this thread both deliver
     * messages to the subscriber.
     */
    @Test
    void streamIsInOrderAndCompleteWhileAnotherThreadRequests() throws InterruptedException {
        int count = 3_000;
        Channel lobby = socket.channel("rooms:lobby");
        socket.awaitJoined(lobby, PATIENCE);
        ChannelMessages messages = lobby.messages(MessageBuffer.of(count, Overflow.FAIL));
        try (ExecutorService requests = Executors.newSingleThreadExecutor()) {
            AtomicInteger signals = new AtomicInteger();
            messages.subscribe(new Flow.Subscriber<>() {
                @Override
                public void onSubscribe(Flow.Subscription began) {
                    requests.execute(() -> {
                        for (int n = 0; n < count; n += 3) {
                            began.request(3);
                            Thread.onSpinWait();
                        }
                    });
                }

                @Override
                public void onNext(ChannelMessage message) {
                    if (signals.getAndIncrement() != 0) {
                        notes.add("overlap");
                    }
                    notes.add(message.payload().text());
                    signals.decrementAndGet();
                }

                @Override
                public void onError(Throwable thrown) {
                    notes.add(thrown.toString());
                }

                @Override
                public void onComplete() {
                    notes.add("complete");
                }
            });
            for (int n = 0; n < count; n++) {
                lobby.pushAndForget("say", Map.of("n", n), PATIENCE);
            }
            for (int n = 0; n < count; n++) {
                expect("{\"n\":" + n + "}");
            }
        }
        await(lobby.leave());
        expect("complete");
        assertThat(messages.dropped()).isZero();
    }
}
