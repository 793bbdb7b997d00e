package dev.slipstream.system.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.JoinFailedException;
import dev.slipstream.StartOptions;
import dev.slipstream.channels.Channel;
import dev.slipstream.channels.ChannelMessage;
import dev.slipstream.channels.ChannelMessages;
import dev.slipstream.channels.ChannelSocket;
import dev.slipstream.channels.MessageBuffer;
import dev.slipstream.channels.MessageBuffer.Overflow;
import dev.slipstream.core.Backoff;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Reply;
import dev.slipstream.core.transport.TransportProvider;
import dev.slipstream.system.RoomChannel;
import dev.slipstream.testkit.server.PhoenixServer;
import dev.slipstream.transport.jdk.JdkTransportProvider;
import dev.slipstream.transport.tyrus.TyrusTransportProvider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A program with channel handles and a server, over each transport. */
@ParameterizedClass
@MethodSource("transports")
class ChannelServerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String LOBBY = "rooms:lobby";

    private final PhoenixServer server = PhoenixServer.start(RoomChannel.endpoint());
    private final ChannelSocket socket;
    private final BlockingQueue<String> notes = new LinkedBlockingQueue<>();

    ChannelServerTest(TransportProvider transport) {
        socket = ChannelSocket.connect(
                Configuration.builder(server.uri("/socket"))
                        .param("token", RoomChannel.TOKEN)
                        .reconnectBackoff(Backoff.exact(List.of(Duration.ofMillis(5))))
                        .rejoinBackoff(Backoff.exact(List.of(Duration.ofMillis(5))))
                        .connectTimeout(PATIENCE)
                        .joinTimeout(PATIENCE)
                        .requestTimeout(PATIENCE)
                        .build(),
                StartOptions.builder().transport(transport).build());
    }

    static Stream<Named<TransportProvider>> transports() {
        return Stream.of(Named.of("jdk", new JdkTransportProvider()), Named.of("tyrus", new TyrusTransportProvider()));
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

    private void expect(String... wanted) throws InterruptedException {
        for (String note : wanted) {
            assertThat(notes.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(note);
        }
    }

    private Channel joined() {
        Channel lobby = socket.channel(LOBBY, Map.of("user", 1));
        socket.awaitJoined(lobby, PATIENCE);
        return lobby;
    }

    @Test
    void programJoinsPushesLeavesAndJoinsAgain() throws InterruptedException {
        Channel lobby = socket.channel(LOBBY, Map.of("user", 1));
        lobby.on("said", payload -> notes.add("said " + payload.text()));
        lobby.on("gift", payload -> notes.add("gift " + payload.size()));
        lobby.onLeave(cause -> notes.add("left " + cause));
        assertThat(await(lobby.join()).text()).isEqualTo("{\"user\":1}");

        Reply reply = await(lobby.push("echo", Map.of("n", 1)));
        assertThat(((Reply.Ok) reply).response().text()).isEqualTo("{\"n\":1}");
        lobby.pushAndForget("say", Map.of("text", "hello"));
        lobby.pushAndForget("give");
        expect("said {\"text\":\"hello\"}", "gift 1");

        assertThat(await(lobby.leave().thenCompose(left -> lobby.join())).text())
                .isEqualTo("{\"user\":1}");
        lobby.pushAndForget("say", Map.of("text", "again"));
        expect("left CLIENT", "said {\"text\":\"again\"}");
    }

    @Test
    void refusedJoinNamesTheReason() {
        Channel locked = socket.channel("rooms:locked");

        assertThatThrownBy(() -> socket.awaitJoined(locked, PATIENCE))
                .isInstanceOf(JoinFailedException.class)
                .hasMessageContaining("locked");
    }

    @ParameterizedTest
    @ValueSource(strings = {"crash", "cut"})
    void channelReturnsAfterACrashAndAfterALostConnection(String event) throws InterruptedException {
        Channel lobby = socket.channel(LOBBY, Map.of("user", 1));
        lobby.onJoin(response -> notes.add("joined"));
        lobby.on("said", payload -> notes.add("said"));
        lobby.join();
        expect("joined");

        lobby.pushAndForget(event);
        expect("joined");
        lobby.pushAndForget("say", Map.of());

        expect("said");
    }

    @Test
    void channelThatTheServerEndsIsLeft() throws InterruptedException {
        Channel lobby = joined();
        lobby.onLeave(cause -> notes.add("left " + cause));

        lobby.pushAndForget("stop");

        expect("left SERVER");
        assertThat(lobby.isWanted()).isFalse();
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
        Channel lobby = joined();
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
