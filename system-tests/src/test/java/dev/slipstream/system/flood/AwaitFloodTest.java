package dev.slipstream.system.flood;

import static dev.slipstream.core.EventMatcher.messageOn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.AwaitEndReason;
import dev.slipstream.RunningClient;
import dev.slipstream.Session;
import dev.slipstream.Slipstream;
import dev.slipstream.StartOptions;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Event;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Reply;
import dev.slipstream.core.transport.TransportProvider;
import dev.slipstream.testkit.server.PhoenixServer;
import dev.slipstream.transport.jdk.JdkTransportProvider;
import dev.slipstream.transport.netty.NettyTransportProvider;
import dev.slipstream.transport.tyrus.TyrusTransportProvider;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Awaits a reply that follows more messages than the mailbox holds, with default bounds. */
@ParameterizedClass
@MethodSource("transports")
class AwaitFloodTest {

    private static final int FLOOD = 100_000;
    private static final int TOO_MUCH = 180_000;
    private static final int SECOND_BOUND = 163_840;

    private final TransportProvider transport;
    private PhoenixServer server;

    AwaitFloodTest(TransportProvider transport) {
        this.transport = transport;
    }

    static List<TransportProvider> transports() {
        return List.of(new JdkTransportProvider(), new TyrusTransportProvider(), new NettyTransportProvider());
    }

    @BeforeEach
    void start() {
        server = PhoenixServer.start(FloodChannel.endpoint());
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Configuration configuration() {
        return Configuration.builder(server.uri("/socket").toString())
                .heartbeatInterval(Duration.ZERO) // a busy server may answer late
                .build();
    }

    private StartOptions options() {
        return StartOptions.builder().transport(transport).build();
    }

    private static void assertAnswered(Reply reply, int items) {
        assertThat(reply)
                .isInstanceOfSatisfying(
                        Reply.Ok.class,
                        ok -> assertThat(ok.response()
                                        .as(FloodChannel.Request.class)
                                        .items())
                                .isEqualTo(items));
    }

    @Test
    void awaitInCallbackFindsReplyBehindFlood() throws Exception {
        AskingClient client = new AskingClient(configuration(), FLOOD);
        try (RunningClient running = Slipstream.start(client, options())) {
            assertThat(client.next())
                    .isInstanceOfSatisfying(
                            AskingClient.Note.Answered.class, answered -> assertAnswered(answered.reply(), FLOOD));
            assertThat(client.next()).isEqualTo(new AskingClient.Note.Flooded(FLOOD));
            assertThat(running.socket().connection())
                    .hasValueSatisfying(
                            connection -> assertThat(connection.number()).isEqualTo(1));
        }
    }

    /**
     * An await in a callback skips other messages. They stay in the mailbox, and later callbacks take them. A script (a
     * program that uses a session instead of callbacks) has no later callbacks. So the session's mailbox keeps its
     * usual bound during an await, and drops the oldest messages above this bound.
     */
    @Test
    void scriptFindsReplyBehindFloodAndKeepsNewestMessages() {
        AtomicInteger displaced = new AtomicInteger();
        StartOptions counting = options().toBuilder()
                .telemetry(
                        observation -> displaced.addAndGet(observation instanceof Observation.MessageDisplaced ? 1 : 0))
                .build();
        try (Session session = Slipstream.open(configuration(), counting)) {
            session.join(FloodChannel.TOPIC);
            assertAnswered(
                    session.request(
                            FloodChannel.TOPIC,
                            FloodChannel.FLOOD,
                            new FloodChannel.Request(FLOOD),
                            AskingClient.PATIENCE),
                    FLOOD);
            for (int n = displaced.get(); n < FLOOD; n++) {
                Event.MessageReceived item =
                        session.await(messageOn(FloodChannel.TOPIC, FloodChannel.ITEM), AskingClient.PATIENCE);
                assertThat(item.payload().as(FloodChannel.Item.class).n()).isEqualTo(n);
            }
        }
        assertThat(displaced).hasValueGreaterThanOrEqualTo(FLOOD - 2 * 16_384);
    }

    @Test
    void awaitEndsAboveTenTimesTheBoundAndAllMessagesAreDelivered() throws Exception {
        AskingClient client = new AskingClient(configuration(), TOO_MUCH);
        try (RunningClient running = Slipstream.start(client, options())) {
            assertThat(client.next())
                    .isEqualTo(new AskingClient.Note.Ended(new AwaitEndReason.Overflowed(
                            new Failure.Overflow("events in the mailbox during an await", SECOND_BOUND))));
            assertThat(client.next()).isEqualTo(new AskingClient.Note.Flooded(TOO_MUCH));
            assertThat(running.socket().connection())
                    .hasValueSatisfying(
                            connection -> assertThat(connection.number()).isEqualTo(1));
        }
    }
}
