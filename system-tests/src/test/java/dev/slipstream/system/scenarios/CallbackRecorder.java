package dev.slipstream.system.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Ref;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import dev.slipstream.core.TopicCloseReason;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client that connects and records every callback. */
final class CallbackRecorder implements SlipstreamClient {

    private final Configuration configuration;
    private final BlockingQueue<String> notes = new LinkedBlockingQueue<>();

    CallbackRecorder(Configuration configuration) {
        this.configuration = configuration;
    }

    /** Asserts the next callback. */
    void expect(String note) throws InterruptedException {
        assertThat(notes.poll(60, TimeUnit.SECONDS)).isEqualTo(note);
    }

    /** Asserts that no other callback was recorded. */
    void expectNothing() {
        assertThat(notes).isEmpty();
    }

    @Override
    public Socket init(Socket socket) {
        return socket.connect(configuration);
    }

    @Override
    public Socket handleConnect(Socket socket) {
        notes.add("handleConnect");
        return socket;
    }

    @Override
    public Socket handleDisconnect(DisconnectReason reason, Socket socket) {
        notes.add(
                reason instanceof DisconnectReason.ConnectFailed(Failure.HandshakeRefused refusal)
                        ? "handleDisconnect " + refusal.status()
                        : "handleDisconnect " + reason);
        return socket;
    }

    @Override
    public Socket handleJoin(String topic, Payload response, Socket socket) {
        notes.add("handleJoin " + topic + " " + shown(response));
        return socket;
    }

    @Override
    public Socket handleLeave(String topic, Socket socket) {
        notes.add("handleLeave " + topic);
        return socket;
    }

    @Override
    public Socket handleTopicClose(String topic, TopicCloseReason reason, Socket socket) {
        String why = switch (reason) {
            case TopicCloseReason.JoinRefused(var response) -> "refused " + shown(response);
            case TopicCloseReason.JoinTimedOut() -> "timed out";
            case TopicCloseReason.NotSent unsent -> "not sent";
            case TopicCloseReason.ParamsFailed(var detail) -> "no params";
            case TopicCloseReason.Crashed crashed -> "crashed";
            case TopicCloseReason.Ended() -> "ended";
        };
        notes.add("handleTopicClose " + topic + " " + why);
        return socket.leave(topic);
    }

    @Override
    public Socket handleMessage(String topic, String event, Payload payload, Socket socket) {
        notes.add("handleMessage " + topic + " " + event + " " + shown(payload));
        return socket;
    }

    @Override
    public Socket handleReply(Ref ref, Reply reply, Socket socket) {
        String what = switch (reply) {
            case Reply.Ok(Payload response) -> "ok " + shown(response);
            case Reply.Error(Payload response) -> "error " + shown(response);
            case Reply.Other(String status, Payload response) -> status + " " + shown(response);
            case Reply.Lost(Failure failure, boolean maybeSent) -> "lost " + failure;
        };
        notes.add("handleReply " + ref + " " + what);
        return socket;
    }

    private static String shown(Payload payload) {
        return payload instanceof Payload.Binary ? Arrays.toString(payload.bytes()) : payload.text();
    }
}
