package dev.slipstream.testkit.phoenix;

import dev.slipstream.core.Payload;
import dev.slipstream.core.serializer.Message;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The process of one websocket, like {@code Phoenix.Socket}. It handles the client's frames, starts channels, and
 * forwards frames both ways.
 */
final class SocketProcess implements Node.Process {

    private static final String JOIN = "phx_join";
    private static final String LEAVE = "phx_leave";

    private final int number;
    private final Node node;
    private final UserSocket socket;
    private final ConnectRequest request;
    private final Optional<String> socketId;
    private final Deque<ConnectionMessage> mailbox = new ArrayDeque<>();
    private final Map<String, ChannelProcess> channels = new LinkedHashMap<>();
    private Duration lastInputAt;
    private int freezes;
    private boolean ended;

    SocketProcess(int number, Node node, UserSocket socket, ConnectRequest request, Optional<String> socketId) {
        this.number = number;
        this.node = node;
        this.socket = socket;
        this.request = request;
        this.socketId = socketId;
        this.lastInputAt = node.now();
        node.after(socket.idleTimeout(), () -> deliver(new ConnectionMessage.IdleCheck()));
    }

    int number() {
        return number;
    }

    ConnectRequest request() {
        return request;
    }

    Optional<String> socketId() {
        return socketId;
    }

    boolean isCalled(String id) {
        return socketId.isPresent() && socketId.get().equals(id);
    }

    void deliver(ConnectionMessage message) {
        if (!ended) {
            mailbox.add(message);
            node.wake(this);
        }
    }

    /**
     * The message that ends this connection when the server stops. A connection that is not drained gets code 1000 from
     * Bandit, and no close frame from Cowboy.
     */
    ConnectionMessage drain() {
        if (socket.drained() && !channels.isEmpty()) {
            return new ConnectionMessage.Shutdown(1012);
        }
        return switch (node.endpoint.webServer()) {
            case BANDIT -> new ConnectionMessage.Shutdown(1000);
            case COWBOY -> new ConnectionMessage.Sever();
        };
    }

    @Override
    public boolean isReady() {
        return !ended && freezes == 0 && !mailbox.isEmpty();
    }

    @Override
    public void step() {
        switch (mailbox.remove()) {
            case ConnectionMessage.Arrived(PhoenixInput.OfConnection input) -> arrived(input);
            case ConnectionMessage.Outgoing(Message message) -> send(message);
            case ConnectionMessage.Closing(ChannelProcess channel) -> announceEnd(channel, close(channel));
            case ConnectionMessage.Down(ChannelProcess channel) -> announceEnd(channel, crash(channel));
            case ConnectionMessage.Shutdown(int code) -> end(new PhoenixEffect.Close(number, code));
            case ConnectionMessage.Sever() -> end(new PhoenixEffect.Drop(number));
            case ConnectionMessage.IdleCheck() -> checkIdle();
        }
    }

    private void arrived(PhoenixInput.OfConnection input) {
        lastInputAt = node.now();
        switch (input) {
            case PhoenixInput.Received(int here, Message message) -> received(message);
            case PhoenixInput.Garbled garbled -> end(new PhoenixEffect.Close(number, 1011));
            case PhoenixInput.Pinged(int here, var data) -> node.effect(new PhoenixEffect.Pong(number, data));
            case PhoenixInput.Ponged ponged -> {
                // a pong only restarts the idle timeout, like any input
            }
            case PhoenixInput.CloseReceived(int here, int code) ->
                end(new PhoenixEffect.Close(number, node.endpoint.webServer().closeAnswer(code)));
            case PhoenixInput.Gone gone -> end(null);
            case PhoenixInput.Kill kill -> end(new PhoenixEffect.Drop(number));
        }
    }

    private void checkIdle() {
        Duration left = lastInputAt.plus(socket.idleTimeout()).minus(node.now());
        if (left.isNegative() || left.isZero()) {
            end(new PhoenixEffect.Close(number, node.endpoint.webServer().idleCode()));
        } else {
            node.after(left, () -> deliver(new ConnectionMessage.IdleCheck()));
        }
    }

    private void received(Message message) {
        if (message.topic().equals("phoenix") && message.event().equals("heartbeat")) {
            send(node.reply(null, message.ref(), "phoenix", "ok", node.emptyPayload));
            return;
        }
        ChannelProcess channel = channels.get(message.topic());
        switch (message.event()) {
            case JOIN -> {
                if (channel != null) {
                    replace(channel);
                }
                join(message);
            }
            case LEAVE -> leave(channel, message);
            default -> push(channel, message);
        }
    }

    private void push(@Nullable ChannelProcess channel, Message message) {
        if (channel == null) {
            send(unmatched(message));
        } else if (node.endpoint.version().acceptsPush(channel.storedJoinRef(), message.joinRef())) {
            channel.pushed(message);
        }
    }

    /** Passes a leave to its channel. If there is no channel, answers the leave. Ignores a leave of an earlier join. */
    private void leave(@Nullable ChannelProcess channel, Message message) {
        if (channel == null) {
            send(node.reply(message.joinRef(), message.ref(), message.topic(), "ok", node.emptyPayload));
        } else if (node.endpoint.version().acceptsLeave(channel.storedJoinRef(), message.joinRef())) {
            channel.left(message.ref());
        }
    }

    /**
     * Ends the channel of a topic that is joined again, and drops the channel's pending work. The {@code phx_close} of
     * the old channel goes to the end of the mailbox. Therefore the client receives the {@code phx_close} after the
     * reply to the new join and after the messages of the old channel.
     */
    private void replace(ChannelProcess old) {
        channels.remove(old.topic());
        mailbox.removeIf(
                message -> message instanceof ConnectionMessage.Closing(ChannelProcess closing) && closing == old);
        old.replaced();
        node.finish(old);
        mailbox.add(new ConnectionMessage.Outgoing(close(old)));
    }

    private void join(Message message) {
        if (node.endpoint.version().limitsChannels() && channels.size() >= socket.maxChannels()) {
            send(refusal(message, Map.of("reason", "too many channels joined")));
            return;
        }
        Optional<PhoenixChannel> code = socket.channelFor(message.topic());
        if (code.isEmpty()) {
            send(unmatched(message));
            return;
        }
        ChannelProcess channel = new ChannelProcess(node, this, code.get(), message);
        ChannelProcess.Joining joining = channel.join(message);
        if (joining.duration().isZero()) {
            joined(channel, message, joining);
        } else {
            freeze(joining.duration(), () -> joined(channel, message, joining));
        }
    }

    private void joined(ChannelProcess channel, Message message, ChannelProcess.Joining joining) {
        if (joining.isIn()) {
            channels.put(message.topic(), channel);
            send(node.reply(message.joinRef(), message.ref(), message.topic(), "ok", joining.response()));
            channel.begin(joining.steps());
        } else {
            send(refusal(message, joining.response()));
        }
    }

    private Message refusal(Message join, Object response) {
        return node.reply(join.joinRef(), join.ref(), join.topic(), "error", response);
    }

    private Message unmatched(Message message) {
        return node.reply(null, message.ref(), message.topic(), "error", Map.of("reason", "unmatched topic"));
    }

    private void announceEnd(ChannelProcess channel, Message last) {
        if (channels.remove(channel.topic(), channel)) {
            send(last);
        }
    }

    private Message close(ChannelProcess channel) {
        return announcement(channel, "phx_close", node.emptyPayload);
    }

    private Message crash(ChannelProcess channel) {
        return announcement(
                channel,
                "phx_error",
                node.encoder.encode(node.endpoint.version().crashPayload()));
    }

    private Message announcement(ChannelProcess channel, String event, Payload payload) {
        String joinRef = channel.storedJoinRef();
        return Message.of(joinRef, joinRef, channel.topic(), event, payload);
    }

    private void send(Message message) {
        node.effect(new PhoenixEffect.Send(number, message));
    }

    /** Suspends the handling of the mailbox for this long, then runs {@code then}. */
    void freeze(Duration duration, Runnable then) {
        freezes++;
        node.after(duration, () -> {
            freezes--;
            then.run();
            node.wake(this);
        });
        node.wake(this);
    }

    private void end(@Nullable PhoenixEffect last) {
        ended = true;
        mailbox.clear();
        node.end(this);
        if (last != null) {
            node.effect(last);
        }
        List<ChannelProcess> orphans = new ArrayList<>(channels.values());
        channels.clear();
        orphans.forEach(ChannelProcess::orphaned);
    }

    @Override
    public String toString() {
        return "connection " + number + (freezes > 0 ? " frozen" : "") + " mailbox " + mailbox.size() + " "
                + channels.values();
    }
}
