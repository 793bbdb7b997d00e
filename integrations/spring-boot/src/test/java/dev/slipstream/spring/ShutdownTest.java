package dev.slipstream.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.RunningClient;
import dev.slipstream.channels.Channel;
import dev.slipstream.channels.ChannelSocket;
import dev.slipstream.core.Backoff;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Observation.Span;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Telemetry;
import dev.slipstream.testkit.phoenix.UserSocket;
import dev.slipstream.testkit.server.PhoenixServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;

/** The context is closed while requests are in flight. Each request has exactly one outcome. */
class ShutdownTest {

    private static final long PATIENCE = 60;
    private static final int FEW = 100;
    private static final int MANY = 2000;

    /** Delays the rejoin of a crashed topic, so that its request stays buffered. Observes all requests. */
    static class Beans implements ClientCustomizer {

        final Queue<String> started = new ConcurrentLinkedQueue<>();
        final Queue<String> ended = new ConcurrentLinkedQueue<>();

        @Override
        public void configuration(String client, Configuration.Builder configuration) {
            configuration.rejoinBackoff(Backoff.exact(List.of(Duration.ofHours(1))));
        }

        @Bean
        Telemetry requests() {
            return new Telemetry() {
                @Override
                public void observed(Observation observation) {}

                @Override
                public Telemetry ofClient(String trace) {
                    return observation -> note(trace, observation);
                }
            };
        }

        private void note(String trace, Observation observation) {
            if (observation instanceof Span.RequestStarted of) {
                started.add(trace + of.ref());
            } else if (observation instanceof Span.RequestEnded of) {
                ended.add(trace + of.ref());
            }
        }
    }

    /** One request: its number, which is its payload, and its outcomes. */
    private record Asked(int number, CompletionStage<Reply> reply, Queue<Reply> outcomes) {

        static Asked of(Channel channel, int number) {
            CompletionStage<Reply> reply = channel.push("ask", Map.of("number", number), Duration.ofHours(1));
            Queue<Reply> outcomes = new ConcurrentLinkedQueue<>();
            return new Asked(number, reply.whenComplete((outcome, thrown) -> outcomes.add(outcome)), outcomes);
        }

        Reply outcome() {
            return reply.toCompletableFuture()
                    .orTimeout(PATIENCE, TimeUnit.SECONDS)
                    .join();
        }
    }

    private final UnansweredRooms rooms = new UnansweredRooms();
    private final Queue<Asked> ofSecondThread = new ConcurrentLinkedQueue<>();

    @Test
    void eachRequestHasOneOutcome() throws Exception {
        try (PhoenixServer server = PhoenixServer.start(UserSocket.at("/socket").channel("rooms:*", () -> rooms))) {
            AnnotationConfigApplicationContext context = Contexts.prepared(
                    Beans.class,
                    "slipstream.clients.chat.uri=" + server.uri(),
                    "slipstream.clients.chat.topics=rooms:silent,rooms:crashing",
                    "slipstream.clients.news.uri=" + server.uri(),
                    "slipstream.clients.news.topics=rooms:answering");
            context.refresh();
            Beans beans = context.getBean(Beans.class);
            ChannelSocket chat = context.getBean("chatSocket", ChannelSocket.class);
            ChannelSocket news = context.getBean("newsSocket", ChannelSocket.class);
            Channel answering = joined(news, "rooms:answering");

            Asked unanswered = Asked.of(joined(chat, "rooms:silent"), 1);
            assertThat(rooms.asked.tryAcquire(PATIENCE, TimeUnit.SECONDS)).isTrue();
            Asked buffered = Asked.of(crashed(server, joined(chat, "rooms:crashing")), 2);
            Channel joining = chat.channel("rooms:joining");
            CompletionStage<?> unusedJoin = joining.join();
            assertThat(rooms.joining.tryAcquire(PATIENCE, TimeUnit.SECONDS)).isTrue();
            Asked ofJoiningTopic = Asked.of(joining, 3);

            // The client `chat` runs a callback until the stop has begun. Meanwhile another thread sends requests.
            CountDownLatch begun = new CountDownLatch(1);
            CompletionStage<?> unusedRun = blocked(chat.client(), begun);
            Thread second = Thread.ofVirtual().start(() -> ask(chat.channel("rooms:silent"), answering, news, begun));
            context.close();
            second.join();

            assertThat(unanswered.outcome()).isEqualTo(new Reply.Lost(new Failure.Disconnected(), true));
            assertThat(buffered.outcome()).isEqualTo(new Reply.Lost(new Failure.Cancelled(), false));
            assertThat(ofJoiningTopic.outcome()).isEqualTo(new Reply.Lost(new Failure.Cancelled(), false));
            assertThat(ofSecondThread).hasSizeGreaterThan(2 * FEW).allSatisfy(asked -> {
                assertThat(asked.outcome()).isNotNull();
                assertThat(asked.outcomes()).hasSize(1);
            });
            assertThat(rooms.received).doesNotHaveDuplicates().doesNotContainAnyElementsOf(numbersOfUnsent());
            assertThat(beans.ended)
                    .hasSizeGreaterThanOrEqualTo(3)
                    .doesNotHaveDuplicates()
                    .containsExactlyInAnyOrderElementsOf(beans.started);
        }
    }

    private static Channel joined(ChannelSocket socket, String topic) {
        Channel channel = socket.channel(topic);
        socket.awaitJoined(channel, Duration.ofSeconds(PATIENCE));
        return channel;
    }

    /**
     * Makes a channel crash, and waits until the client has handled the crash. The client joins the topic again after
     * an hour.
     */
    private static Channel crashed(PhoenixServer server, Channel channel) throws InterruptedException {
        CountDownLatch crashed = new CountDownLatch(1);
        var unused = channel.onError(reason -> crashed.countDown());
        server.tell(channel.topic(), "crash");
        assertThat(crashed.await(PATIENCE, TimeUnit.SECONDS)).isTrue();
        return channel;
    }

    private static CompletionStage<?> blocked(RunningClient client, CountDownLatch until) throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        CompletionStage<?> run = client.run(state -> {
            running.countDown();
            try {
                until.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return state;
        });
        assertThat(running.await(PATIENCE, TimeUnit.SECONDS)).isTrue();
        return run;
    }

    /**
     * Sends requests on both channels until the client {@code news} has ended, and then some more. When {@code news}
     * has ended, the context is also stopping the client {@code chat}.
     */
    private void ask(Channel silent, Channel answering, ChannelSocket news, CountDownLatch begun) {
        CompletableFuture<?> isOver = news.client().whenStopped().toCompletableFuture();
        int number = 10;
        while (!isOver.isDone()) {
            Asked answered = Asked.of(answering, number++);
            ofSecondThread.add(answered);
            if (number < MANY) { // not more than the mailbox of the blocked client holds
                ofSecondThread.add(Asked.of(silent, number++));
            }
            Reply unused = answered.outcome();
        }
        for (int i = 0; i < FEW; i++) {
            ofSecondThread.add(Asked.of(silent, number++));
            ofSecondThread.add(Asked.of(answering, number++));
        }
        begun.countDown();
        for (int i = 0; i < FEW; i++) {
            ofSecondThread.add(Asked.of(silent, number++));
        }
    }

    /** The numbers of the requests whose outcomes say that they were not sent. */
    private List<Integer> numbersOfUnsent() {
        return ofSecondThread.stream()
                .filter(asked -> asked.outcome() instanceof Reply.Lost(var failure, boolean maybeSent) && !maybeSent)
                .map(Asked::number)
                .toList();
    }
}
