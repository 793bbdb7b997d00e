package dev.slipstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Backoff;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.ConnectionStatus;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.DurationLimits;
import dev.slipstream.core.JoinOptions;
import dev.slipstream.core.JoinStatus;
import dev.slipstream.core.PushBuffer;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.state.LiveSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A client works with the longest accepted duration for each option, because no sum of such durations overflows. */
class DurationLimitsReachTest {

    private static final String TOPIC = "rooms:lobby";
    private static final PushBuffer BUFFER = new PushBuffer(10, 1000, DurationLimits.LONGEST);

    private final Journal journal = new Journal();
    private final FakeTransports transports = new FakeTransports();

    private static Configuration patient() {
        Backoff backoff =
                (attempt, wasEstablished) -> new Backoff.Window(DurationLimits.LONGEST, DurationLimits.LONGEST);
        return Configuration.builder("ws://localhost/socket/websocket")
                .credentialsTimeout(DurationLimits.LONGEST)
                .connectTimeout(DurationLimits.LONGEST)
                .joinTimeout(DurationLimits.LONGEST)
                .leaveTimeout(DurationLimits.LONGEST)
                .requestTimeout(DurationLimits.LONGEST)
                .closeTimeout(DurationLimits.LONGEST)
                .heartbeatInterval(DurationLimits.LONGEST)
                .heartbeatTimeout(DurationLimits.LONGEST)
                .stablePeriod(DurationLimits.LONGEST)
                .retryAfterLimit(DurationLimits.LONGEST)
                .reconnectBackoff(backoff)
                .rejoinBackoff(backoff)
                .build();
    }

    private final LobbyClient patient = new LobbyClient(journal)
            .onInit(socket -> socket.connect(patient())
                    .sendAfter("once", DurationLimits.LONGEST, "late")
                    .sendEvery("often", DurationLimits.LONGEST, "late")
                    .idleAfter(DurationLimits.LONGEST, "late"))
            .onConnect(socket ->
                    socket.joinWith(TOPIC, JoinOptions.builder().buffer(BUFFER).build()))
            .onJoin(socket -> socket.request(TOPIC, "ping", Map.of(), "tag", DurationLimits.LONGEST))
            .onTopicClose((reason, socket) -> socket.request(TOPIC, "kept", Map.of(), "kept"));

    @Test
    void clientWorksWithLongestDurations() {
        RunningClient client = Slipstream.start(patient, transports.options());
        FakeSocket server = transports.next();
        journal.expect("joined");
        journal.expect("outcome tag Ok[response=json(13 bytes)]");

        server.crash(server.took("phx_join"));
        journal.expect("Crashed[payload=json(2 bytes)]");
        Journal.eventually(() -> client.socket().status(TOPIC) == JoinStatus.CLOSED, "waiting for the rejoin");
        server.cut();
        journal.expect("Failed[failure=ConnectionLost[detail=cut]]");
        Journal.eventually(
                () -> LiveSocket.from(client.socket()).state().connectionStatus() == ConnectionStatus.CONNECTING,
                "waiting for the reconnect");
        client.run(Socket::reconnectNow);
        journal.expect("joined");
        journal.expect("outcome tag Ok[response=json(13 bytes)]");
        client.close();

        assertThat(journal.lines()).doesNotContain("late");
        assertThat(client.whenStopped().toCompletableFuture())
                .isCompletedWithValueMatching(reason -> reason instanceof StopReason.Shutdown);
    }

    @Test
    void scriptWorksWithLongestDurations() {
        try (Session session = Slipstream.open(patient(), transports.options())) {
            session.join(TOPIC);
            assertThat(session.request(TOPIC, "ping", Map.of(), DurationLimits.LONGEST))
                    .isInstanceOf(Reply.Ok.class);
            assertThat(session.leave(TOPIC).socket().status(TOPIC)).isEqualTo(JoinStatus.CLOSED);
            transports.next().cut();
            assertThat(session.awaitDisconnect(DurationLimits.LONGEST)).isInstanceOf(DisconnectReason.Failed.class);
        }
    }
}
