package dev.slipstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.EventMatcher;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.serializer.Message;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server that sends faster than the callbacks run. */
class SlowConsumerTest {

    private static final int BOUND = 100;

    private final Queue<Message> held = new ConcurrentLinkedQueue<>();
    private final FakeTransports transports = new FakeTransports(new FakeTransports.Server() {
        @Override
        public void took(FakeSocket socket, Message message) {
            if (message.event().equals("held")) {
                held.add(message);
            } else {
                socket.answer(message);
            }
        }

        @Override
        public void resumed(FakeSocket socket) {
            for (Message message = held.poll(); message != null; message = held.poll()) {
                socket.reply(message, "ok", "{}");
            }
        }
    });
    private final Journal journal = new Journal();
    private final Queue<Observation> observations = new ConcurrentLinkedQueue<>();
    private final AtomicInteger delivered = new AtomicInteger();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final RunningClient client = Slipstream.start(
            new LobbyClient(journal).onMessage((message, socket) -> {
                assertThat(message.event()).isEqualTo("m" + delivered.getAndIncrement());
                return socket;
            }),
            transports
                    .builder()
                    .maxMessages(BOUND)
                    .maxBytes(1 << 20)
                    .telemetry(observations::add)
                    .build());

    private final FakeSocket server = transports.next();

    SlowConsumerTest() {
        journal.expect("joined");
    }

    @AfterEach
    void close() {
        client.close();
    }

    private void runs(UnaryOperator<Socket> step) {
        client.run(socket -> {
            journal.note("runs");
            try {
                if (!gate.await(Journal.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                    throw new AssertionError("the gate stayed shut");
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            Socket returned = step.apply(socket);
            journal.note("ran");
            return returned;
        });
        journal.expect("runs");
    }

    private long count(Class<?> observation) {
        return observations.stream().filter(observation::isInstance).count();
    }

    @Test
    void readingPausesAtLimitAndResumesWithoutLoss() {
        runs(socket -> socket);
        int sent = 0;
        while (server.reading) {
            server.broadcast("rooms:lobby", "m" + sent++, "{}");
        }
        assertThat(sent).isBetween(BOUND, BOUND + 2);
        assertThat(server.resumes).hasValue(0);
        server.broadcast("rooms:lobby", "m" + sent++, "{}");
        gate.countDown();
        int all = sent;
        Journal.eventually(() -> delivered.get() == all, all + " messages, not " + delivered);
        Journal.eventually(() -> server.resumes.get() == 1, "reading was resumed");
        assertThat(count(Observation.ReadingPaused.class)).isEqualTo(1);
        assertThat(count(Observation.ReadingResumed.class)).isEqualTo(1);
    }

    @Test
    void awaitContinuesReadingUntilSecondLimit() {
        runs(socket -> {
            assertThatThrownBy(() ->
                            Slipstream.session(socket).await(EventMatcher.messageOn("rooms:other"), Journal.PATIENCE))
                    .isInstanceOfSatisfying(
                            AwaitEndedException.class,
                            ended -> assertThat(ended.reason())
                                    .isEqualTo(new AwaitEndReason.Overflowed(new Failure.Overflow(
                                            "events in the mailbox during an await", 10 * BOUND))));
            return socket;
        });
        gate.countDown();
        int all = 12 * BOUND;
        for (int i = 0; i < all; i++) {
            server.broadcast("rooms:lobby", "m" + i, "{}");
        }
        journal.expect("ran");
        Journal.eventually(() -> delivered.get() == all, all + " messages");
        client.request("rooms:lobby", "ping", Map.of())
                .toCompletableFuture()
                .orTimeout(Journal.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
        Journal.eventually(() -> server.reading, "reading continues");
    }

    /** Awaits take all mail during the pause, and none of them waits. */
    @Test
    void readingResumesAfterAwaitsHaveTakenTheLastMail() {
        int[] sent = {0};
        runs(socket -> {
            Session session = Slipstream.session(socket);
            for (int i = 0; i < sent[0]; i++) {
                session.awaitMessage("rooms:lobby", "m" + i, Journal.PATIENCE);
            }
            return session.socket();
        });
        while (server.reading) {
            server.broadcast("rooms:lobby", "m" + sent[0]++, "{}");
        }
        gate.countDown();
        journal.expect("ran");

        Journal.eventually(() -> server.reading, "reading continues");
        assertThat(count(Observation.ReconnectScheduled.class))
                .as("lost connections")
                .isZero();
        assertThat(delivered).as("messages for callbacks").hasValue(0);
    }

    @Test
    void largeMessagesPauseReadingByBytes() {
        runs(socket -> socket);
        String large = "\"" + "x".repeat(1 << 17) + "\"";
        int sent = 0;
        while (server.reading) {
            server.broadcast("rooms:lobby", "m" + sent++, large);
        }
        assertThat(sent).isBetween(8, 9);
        gate.countDown();
        int all = sent;
        Journal.eventually(() -> delivered.get() == all, "all messages");
    }

    @Test
    void longNamesCountAsBytes() {
        runs(socket -> socket);
        String longName = "x".repeat(1 << 17);
        int sent = 0;
        while (server.reading) {
            server.broadcast("rooms:lobby", longName, "{}");
            sent++;
        }
        assertThat(sent).as("names count two bytes for each char").isBetween(4, 5);
        gate.countDown();
    }

    @Test
    void awaitOverflowsAtSecondByteLimit() {
        runs(socket -> {
            assertThatThrownBy(() ->
                            Slipstream.session(socket).await(EventMatcher.messageOn("rooms:other"), Journal.PATIENCE))
                    .isInstanceOfSatisfying(
                            AwaitEndedException.class,
                            ended -> assertThat(ended.reason())
                                    .isEqualTo(new AwaitEndReason.Overflowed(
                                            new Failure.Overflow("bytes in the mailbox during an await", 10 << 20))));
            return socket;
        });
        gate.countDown();
        String large = "\"" + "x".repeat(1 << 17) + "\"";
        for (int i = 0; i < BOUND; i++) {
            server.broadcast("rooms:lobby", "m" + i, large);
        }
        journal.expect("ran");
        Journal.eventually(() -> delivered.get() == BOUND, "all messages");
    }

    @Test
    void replyAfterManyBroadcastsIsFoundAfterPause() {
        runs(socket -> {
            assertThat(Slipstream.session(socket).request("rooms:lobby", "held", Map.of()))
                    .isInstanceOf(Reply.Ok.class);
            return socket;
        });
        for (int i = 0; i < 5 * BOUND; i++) {
            server.broadcast("rooms:lobby", "m" + i, "{}");
        }
        assertThat(server.reading).isFalse();
        gate.countDown();
        journal.expect("ran");
        Journal.eventually(() -> delivered.get() == 5 * BOUND, "all messages");
    }

    @Test
    void clientStoppedDuringPauseReadsAnswerToItsClose() {
        runs(socket -> socket.stop(new StopReason.Normal()));
        for (int i = 0; i < 2 * BOUND; i++) {
            server.broadcast("rooms:lobby", "m" + i, "{}");
        }
        gate.countDown();
        client.whenStopped()
                .toCompletableFuture()
                .orTimeout(Journal.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
        Journal.eventually(() -> server.resumes.get() == 1, "the server's answer to the close is read");
        assertThat(server.closes).hasValue(1);
    }

    @Test
    void messagesDuringStopDoNotPauseReading() {
        FakeTransports lingering = new FakeTransports(new FakeTransports.Server() {
            @Override
            public void closing(FakeSocket socket) {}
        });
        RunningClient ending = Slipstream.start(
                new LobbyClient(journal)
                        .onJoin(socket -> socket.stop(new StopReason.Normal()))
                        .onTerminate(socket -> {
                            for (int i = 0; i < 2 * BOUND; i++) {
                                lingering.all().get(0).put("[null,null,\"rooms:lobby\",\"m\",{}]");
                            }
                            return socket;
                        }),
                lingering.builder().maxMessages(BOUND).maxBytes(1 << 20).build());
        ending.whenStopped()
                .toCompletableFuture()
                .orTimeout(Journal.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();

        FakeSocket open = lingering.next();
        assertThat(open.put("[null,null,\"rooms:lobby\",\"m\",{}]")).isTrue();
        open.end(new DisconnectReason.Requested());
    }
}
