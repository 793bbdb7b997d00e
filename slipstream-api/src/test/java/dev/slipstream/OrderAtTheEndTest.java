package dev.slipstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.JoinOptions;
import dev.slipstream.core.PushBuffer;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.serializer.Message;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * At the end of a client, the order is always: outcomes of pending requests, handleDisconnect, terminate, whenStopped.
 */
class OrderAtTheEndTest {

    /** The ways to end a client. */
    private enum End {
        CLOSE(RunningClient::close),
        STOP(client -> client.stop(new StopReason.Normal())),
        A_CALLBACK_THAT_STOPS(client -> client.run(socket -> socket.stop(new StopReason.Normal()))),
        A_CALLBACK_THAT_THROWS(client -> client.send("throw"));

        private final Consumer<RunningClient> way;

        End(Consumer<RunningClient> way) {
            this.way = way;
        }
    }

    private final FakeTransports transports = new FakeTransports(new FakeTransports.Server() {
        @Override
        public void took(FakeSocket socket, Message message) {
            if (!message.topic().equals("rooms:late")) {
                socket.answer(message);
            }
        }
    });
    private final Journal journal = new Journal();

    /**
     * A client with two pending requests at its end. One was sent and has no reply, the other waits until its topic is
     * joined.
     */
    private final LobbyClient asking = new LobbyClient(journal)
            .onJoin(socket -> socket.joinWith(
                            "rooms:late",
                            JoinOptions.builder().buffer(PushBuffer.of(1)).build())
                    .request("rooms:late", "unanswered", Map.of(), "held")
                    .request("rooms:lobby", "unanswered", Map.of(), "sent")
                    .send("the requests are pending"))
            .onInfo((message, socket) -> {
                if (message.equals("throw")) {
                    throw new IllegalStateException("asked to");
                }
                return socket;
            })
            .onTerminate(socket -> socket.send("to nobody"));

    @ParameterizedTest
    @EnumSource
    void lastCallbacksComeInFixedOrder(End end) {
        RunningClient client = Slipstream.start(asking, transports.options());
        journal.expect("the requests are pending");
        CompletionStage<Void> recorded = client.whenStopped().thenAccept(reason -> journal.note("whenStopped"));
        end.way.accept(client);
        recorded.toCompletableFuture()
                .orTimeout(Journal.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
        assertThat(journal.lines())
                .startsWith("connected", "joined", "the requests are pending")
                .endsWith(
                        "outcome sent Lost[failure=Disconnected[], maybeSent=true]",
                        "outcome held Lost[failure=Cancelled[], maybeSent=false]",
                        "Requested[]",
                        "terminate "
                                + client.whenStopped().toCompletableFuture().join(),
                        "whenStopped");
    }
}
