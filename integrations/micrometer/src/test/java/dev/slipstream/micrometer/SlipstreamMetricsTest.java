package dev.slipstream.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.RunningClient;
import dev.slipstream.core.Failure;
import dev.slipstream.core.JoinOptions;
import dev.slipstream.core.PushBuffer;
import dev.slipstream.core.ReconnectPolicy;
import dev.slipstream.core.Telemetry;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.serializer.jackson.JacksonSerializer;
import dev.slipstream.testkit.ClientAction;
import dev.slipstream.testkit.SocketTest;
import dev.slipstream.testkit.junit.SocketTestExtension;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The meters of clients that run in virtual time. */
@ExtendWith(SocketTestExtension.class)
class SlipstreamMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private RunningClient start(SocketTest test) {
        return start(test, SlipstreamMetrics.of(registry));
    }

    private static RunningClient start(SocketTest test, Telemetry metrics) {
        return test.start(new Room(), options -> options.telemetry(metrics));
    }

    private double gauge(String name, String... tags) {
        return registry.get(name).tags(tags).gauge().value();
    }

    private double count(String name, String... tags) {
        return registry.get(name).tags(tags).counter().count();
    }

    private long timed(String name, String... tags) {
        return registry.get(name).tags(tags).timer().count();
    }

    @Test
    void stateOfTheConnectionIsAGauge(SocketTest test) {
        start(test);
        assertThat(gauge("slipstream.clients", "state", "connecting")).isEqualTo(1);

        test.acceptConnect();
        assertThat(gauge("slipstream.clients", "state", "connecting")).isZero();
        assertThat(gauge("slipstream.clients", "state", "connected")).isEqualTo(1);

        test.acceptJoin(Room.TOPIC);
        test.cutConnection();
        test.refuseConnect(503); // the first attempt after a loss
        assertThat(gauge("slipstream.clients", "state", "connected")).isZero();
        assertThat(gauge("slipstream.clients", "state", "disconnected")).isZero();
        assertThat(gauge("slipstream.clients", "state", "connecting")).isEqualTo(1);
    }

    @Test
    void clientThatStopsConnectingIsDisconnected(SocketTest test) {
        RunningClient client = start(test);
        test.refuseConnect(503);
        assertThat(gauge("slipstream.clients", "state", "connecting")).isEqualTo(1);

        client.run(socket -> socket.disconnect());
        test.advance(Duration.ofMinutes(1));

        assertThat(gauge("slipstream.clients", "state", "connecting")).isZero();
        assertThat(gauge("slipstream.clients", "state", "disconnected")).isEqualTo(1);
    }

    @Test
    void clientThatGaveUpIsDisconnected(SocketTest test) {
        test.start(
                new Room(ReconnectPolicy.stopWhenRefused()),
                options -> options.telemetry(SlipstreamMetrics.of(registry)));
        test.refuseConnect(403);
        test.refuseConnect(403);
        test.advance(Duration.ofMinutes(1));

        assertThat(gauge("slipstream.clients", "state", "connecting")).isZero();
        assertThat(gauge("slipstream.clients", "state", "disconnected")).isEqualTo(1);
    }

    @Test
    void gaugesReturnToZeroWhenTheClientEnds(SocketTest test) {
        RunningClient client = start(test);
        test.connectAndJoin(Room.TOPIC);
        assertThat(gauge("slipstream.clients", "state", "connected")).isEqualTo(1);

        client.close();

        assertThat(registry.getMeters().stream()
                        .filter(meter -> meter.getId().getType() == Meter.Type.GAUGE)
                        .toList())
                .hasSizeGreaterThanOrEqualTo(7)
                .allSatisfy(meter -> assertThat(meter.measure())
                        .as(meter.getId().toString())
                        .allSatisfy(measured -> assertThat(measured.getValue()).isZero()));
    }

    @Test
    void clientThatStopsWhileItConnectsIsNotCounted(SocketTest test) {
        RunningClient client = start(test);
        test.acceptConnect();
        test.cutConnection();

        client.close();

        for (String state : new String[] {"connected", "connecting", "disconnected"}) {
            assertThat(gauge("slipstream.clients", "state", state)).as(state).isZero();
        }
    }

    @Test
    void attemptsAndReconnectsHaveAnOutcomeAndAReason(SocketTest test) {
        start(test);
        test.refuseConnect(503);
        test.failConnect(new Failure.ConnectionRefused("localhost:80"));
        test.connectAndJoin(Room.TOPIC);
        test.closeConnection(1012, "the text of a server");
        test.acceptConnect();

        assertThat(timed("slipstream.connects", "outcome", "handshake_refused")).isEqualTo(1);
        assertThat(timed("slipstream.connects", "outcome", "connection_refused"))
                .isEqualTo(1);
        assertThat(timed("slipstream.connects", "outcome", "ok")).isEqualTo(2);
        assertThat(count("slipstream.reconnects", "reason", "handshake_refused"))
                .isEqualTo(1);
        assertThat(count("slipstream.reconnects", "reason", "connection_refused"))
                .isEqualTo(1);
        assertThat(count("slipstream.reconnects", "reason", "closed")).isEqualTo(1);
        assertThat(timed("slipstream.connections", "reason", "closed")).isEqualTo(1);
        assertThat(registry.getMetersAsString()).doesNotContain("text of a server");
    }

    @Test
    void joinsRefusalsAndRejoinsAreCounted(SocketTest test) {
        start(test);
        test.connectAndJoin(Room.TOPIC);
        test.crash(Room.TOPIC);
        test.refuseJoin(Room.TOPIC, Map.of("reason", "the text of a server"));

        assertThat(timed("slipstream.joins", "outcome", "ok")).isEqualTo(1);
        assertThat(timed("slipstream.joins", "outcome", "join_refused")).isEqualTo(1);
        assertThat(count("slipstream.rejoins")).isEqualTo(1);
        assertThat(registry.getMetersAsString()).doesNotContain("text of a server");
    }

    @Test
    void requestsAreTimedByOutcome(SocketTest test) {
        RunningClient client = start(test);
        test.connectAndJoin(Room.TOPIC);

        client.request(Room.TOPIC, "question", Map.of());
        ClientAction.Push first = test.assertPush(Room.TOPIC, "question");
        test.advance(Duration.ofMillis(1500));
        test.reply(first, Map.of());
        client.request(Room.TOPIC, "question", Map.of(), Duration.ofSeconds(3));
        test.assertPush(Room.TOPIC, "question");
        test.advance(Duration.ofSeconds(4));

        assertThat(registry.get("slipstream.requests")
                        .tag("outcome", "ok")
                        .timer()
                        .totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(1500);
        assertThat(timed("slipstream.requests", "outcome", "timed_out")).isEqualTo(1);
    }

    @Test
    void requestsThatAreNeverSentHaveAnOutcome(SocketTest test) {
        RunningClient client = start(test);
        test.connectAndJoin(Room.TOPIC);
        client.run(socket -> socket.joinWith(
                "rooms:2", JoinOptions.builder().buffer(PushBuffer.of(1)).build()));
        test.cutConnection();
        client.request("rooms:2", "question", Map.of(), Duration.ofSeconds(3));
        client.request(Room.TOPIC, "question", Map.of());
        test.advance(Duration.ofSeconds(4));

        assertThat(registry.get("slipstream.requests")
                        .tag("outcome", "timed_out")
                        .timer()
                        .totalTime(TimeUnit.SECONDS))
                .isEqualTo(3);
        assertThat(timed("slipstream.requests", "outcome", "not_joined")).isEqualTo(1);
    }

    @Test
    void messagesInAndOutAreCountedWithoutJoinsRepliesAndHeartbeats(SocketTest test) {
        RunningClient client = start(test);
        test.connectAndJoin(Room.TOPIC);
        test.advance(Duration.ofMinutes(2)); // with heartbeats
        test.push(Room.TOPIC, "news", Map.of());
        test.push(Room.TOPIC, "news", Map.of());
        client.push(Room.TOPIC, "shout", Map.of());
        test.assertPush(Room.TOPIC, "shout");
        test.await(test.run(() -> {
            client.push(Room.TOPIC, "bulk", Map.of(), Duration.ofSeconds(1));
            return true;
        }));
        test.assertPush(Room.TOPIC, "bulk");

        assertThat(count("slipstream.messages.received")).isEqualTo(2);
        assertThat(count("slipstream.messages.sent")).isEqualTo(2);
    }

    @Test
    void dropsHaveAKindAndAReason(SocketTest test) {
        RunningClient client = start(test);
        test.connectAndJoin(Room.TOPIC);
        client.push("rooms:2", "shout", Map.of());
        test.push(Room.TOPIC, "decode", Map.of("text", new int[] {1, 2}));
        test.deliver(Message.of(
                null, null, "rooms:9", "news", JacksonSerializer.standard().encode(Map.of())));
        test.advance(Duration.ZERO);

        assertThat(count("slipstream.drops", "kind", "push", "reason", "not_joined"))
                .isEqualTo(1);
        assertThat(count("slipstream.drops", "kind", "message", "reason", "payload_mismatch"))
                .isEqualTo(1);
        assertThat(count("slipstream.drops", "kind", "frame", "reason", "unknown_topic"))
                .isEqualTo(1);
    }

    @Test
    void callbacksAreTimedByNameAndException(SocketTest test) {
        start(test);
        test.connectAndJoin(Room.TOPIC);
        test.push(Room.TOPIC, "news", Map.of());
        test.push(Room.TOPIC, "fail", Map.of());

        assertThat(timed("slipstream.callbacks", "callback", "handleMessage", "exception", "none"))
                .isEqualTo(1);
        assertThat(timed("slipstream.callbacks", "callback", "handleMessage", "exception", "IllegalStateException"))
                .isEqualTo(1);
        assertThat(timed("slipstream.callbacks", "callback", "init")).isEqualTo(1);
    }

    @Test
    void topicsBecomeTagsOnlyThroughTheFunctionOfTheUser(SocketTest test) {
        start(test);
        test.connectAndJoin(Room.TOPIC);
        assertThat(registry.getMetersAsString()).doesNotContain("rooms").doesNotContain("topic");

        SimpleMeterRegistry tagged = new SimpleMeterRegistry();
        SocketTest beside = test.beside();
        start(
                beside,
                SlipstreamMetrics.builder(tagged)
                        .topicTag(topic -> topic.replaceAll(":.*", ":*"))
                        .build());
        beside.connectAndJoin(Room.TOPIC);
        beside.push(Room.TOPIC, "news", Map.of());

        assertThat(tagged.get("slipstream.joins")
                        .tags("outcome", "ok", "topic", "rooms:*")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(tagged.get("slipstream.messages.received")
                        .tag("topic", "rooms:*")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(tagged.get("slipstream.callbacks")
                        .tags("callback", "init", "topic", "none")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(tagged.getMetersAsString()).doesNotContain(Room.TOPIC);
    }

    @Test
    void clientsOfSeveralListenersShareTheGaugesOfARegistry(SocketTest test) {
        start(test);
        test.acceptConnect();
        SocketTest beside = test.beside();
        RunningClient second = start(beside);
        beside.acceptConnect();
        assertThat(gauge("slipstream.clients", "state", "connected")).isEqualTo(2);

        second.close();

        assertThat(gauge("slipstream.clients", "state", "connected")).isEqualTo(1);
    }

    @Test
    void listenersWithTagsHaveTheirOwnMeters(SocketTest test) {
        start(
                test,
                SlipstreamMetrics.builder(registry)
                        .tags(Tags.of("client", "orders"))
                        .build());
        test.acceptConnect();
        SocketTest beside = test.beside();
        start(
                beside,
                SlipstreamMetrics.builder(registry)
                        .tags(Tags.of("client", "prices"))
                        .build());

        assertThat(gauge("slipstream.clients", "client", "orders", "state", "connected"))
                .isEqualTo(1);
        assertThat(gauge("slipstream.clients", "client", "prices", "state", "connecting"))
                .isEqualTo(1);
        assertThat(timed("slipstream.connects", "client", "orders")).isEqualTo(1);
    }

    /** While a callback blocks, telemetry gets no size of the mailbox. So the gauge itself reads the mailbox. */
    @Test
    void mailboxIsReadWhileACallbackBlocks(SocketTest test) {
        RunningClient client = start(test);
        test.connectAndJoin(Room.TOPIC);
        double[] waiting = new double[1];

        client.run(socket -> {
            client.send("first");
            client.send("second");
            waiting[0] = gauge("slipstream.mailbox.messages");
            return socket;
        });
        test.advance(Duration.ZERO);

        assertThat(waiting[0]).isEqualTo(2);
        assertThat(gauge("slipstream.mailbox.messages")).isZero();
    }
}
