package dev.slipstream.testkit.phoenix;

import dev.slipstream.core.Encoder;
import dev.slipstream.core.Payload;
import dev.slipstream.core.serializer.Message;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a callback of a {@link PhoenixChannel} may look at and ask for. What it asks is done in that order once the callback
 * has returned or thrown; afterwards the context is dead and refuses all calls.
 *
 * <p>Payloads are whatever the JSON library can write, a {@link Payload}, or a {@code byte[]} for a binary frame. What no
 * server could send throws here, and so crashes the channel as it would there: what cannot be encoded, a push or
 * broadcast that is no JSON object, a name of more than 255 bytes in a binary frame.
 */
public final class ChannelContext {

    private static final int MAX_BINARY_PART = 255;

    private final String topic;
    private final SocketRef ref;
    private final ConnectRequest request;
    private final Optional<String> socketId;
    private final Encoder encoder;
    private final List<ChannelStep> steps = new ArrayList<>();
    private @Nullable ChannelStep end;
    private boolean last;
    private boolean over;

    ChannelContext(SocketRef ref, ConnectRequest request, Optional<String> socketId, Encoder encoder) {
        this.topic = ref.topic();
        this.ref = ref;
        this.request = request;
        this.socketId = socketId;
        this.encoder = encoder;
    }

    /** The channel's topic. */
    public String topic() {
        return topic;
    }

    /** The handshake of the connection. */
    public ConnectRequest request() {
        return request;
    }

    /** The name that the socket gave the connection. */
    public Optional<String> socketId() {
        return socketId;
    }

    /** For an answer that comes from a later callback; of use in {@link PhoenixChannel#handleIn} only. */
    public SocketRef socketRef() {
        return ref;
    }

    /** Sends an event to this client. */
    public void push(String event, Object payload) {
        Payload encoded = object(payload);
        add(new ChannelStep.Emit(checked(Message.of(ref.joinRef(), null, topic, event, encoded))));
    }

    /** Answers the push with {@code ok}. */
    public void reply(Object response) {
        reply("ok", response);
    }

    /** Answers the push with any status. */
    public void reply(String status, Object response) {
        reply(ref, status, response);
    }

    /** Answers a push of an earlier callback. */
    public void reply(SocketRef to, String status, Object response) {
        add(new ChannelStep.Emit(answer(to, status, response)));
    }

    /** Answers the push after a while, even if the channel is gone then. */
    public void replyAfter(Duration delay, String status, Object response) {
        add(new ChannelStep.EmitLater(delay, answer(ref, status, response)));
    }

    /** Sends an event to all who joined the topic, this client too. */
    public void broadcast(String event, Object payload) {
        add(new ChannelStep.Broadcast(event, broadcastable(event, payload), true));
    }

    /** Sends an event to all others who joined the topic. */
    public void broadcastFrom(String event, Object payload) {
        add(new ChannelStep.Broadcast(event, broadcastable(event, payload), false));
    }

    /** Has {@link PhoenixChannel#handleInfo} called with this. */
    public void send(Object message) {
        sendAfter(Duration.ZERO, message);
    }

    /** Has {@link PhoenixChannel#handleInfo} called with this after a while. */
    public void sendAfter(Duration delay, Object message) {
        add(new ChannelStep.TellSelf(delay, message));
    }

    /**
     * Makes the channel wait this long: later calls on this context take effect afterwards, and no other callback runs
     * before. In a join the whole connection waits.
     */
    public void sleep(Duration duration) {
        add(new ChannelStep.Sleep(duration));
    }

    /** Ends the channel normally, after all that was asked: {@code phx_close}. */
    public void stop() {
        finish(new ChannelStep.Stop());
    }

    /** Kills the channel after all that was asked: {@code phx_error}, and no {@link PhoenixChannel#terminate}. */
    public void kill() {
        finish(new ChannelStep.Kill());
    }

    /** Suspends the connection: it neither reads nor sends, TCP stays. */
    public void freezeConnection(Duration duration) {
        add(new ChannelStep.FreezeConnection(duration));
    }

    /** Kills the connection: TCP ends with no close frame. */
    public void killConnection() {
        add(new ChannelStep.KillConnection());
    }

    /**
     * Broadcasts {@code disconnect} to this connection's own socket id.
     *
     * @throws IllegalStateException if it has none
     */
    public void disconnect() {
        add(new ChannelStep.Disconnect(socketId.orElseThrow(
                () -> new IllegalStateException("disconnect on " + topic + ", whose connection has no socket id"))));
    }

    /**
     * Runs one callback with this context, and returns the recorded steps.
     *
     * @param ending whether the channel is at its end, so that it can neither stop nor wait
     */
    List<ChannelStep> record(boolean ending, Consumer<ChannelContext> callback) {
        last = ending;
        try {
            callback.accept(this);
        } catch (RuntimeException | Error e) {
            end = new ChannelStep.Crash(e);
        }
        over = true;
        if (end != null) {
            steps.add(end);
        }
        return steps;
    }

    private void add(ChannelStep step) {
        if (over) {
            throw new IllegalStateException("a channel's context was used after its callback, on " + topic);
        }
        if (last && (step instanceof ChannelStep.Sleep || step instanceof ChannelStep.TellSelf)) {
            throw new IllegalStateException("cannot sleep or send to itself in terminate of the channel on " + topic);
        }
        steps.add(step);
    }

    private void finish(ChannelStep step) {
        if (over || last) {
            throw new IllegalStateException("a channel cannot end outside a callback or twice, on " + topic);
        }
        end = step;
    }

    private Message answer(SocketRef to, String status, Object response) {
        return checked(
                new Message(to.joinRef(), to.ref(), to.topic(), Message.REPLY, encoder.encode(response), status));
    }

    private Payload broadcastable(String event, Object payload) {
        Payload encoded = object(payload);
        checked(Message.of(null, null, topic, event, encoded));
        return encoded;
    }

    private Payload object(Object payload) {
        Payload encoded = encoder.encode(payload);
        if (encoded instanceof Payload.Json && !encoded.text().stripLeading().startsWith("{")) {
            throw new IllegalArgumentException("the payload of a push or broadcast is a JSON object, on " + topic);
        }
        return encoded;
    }

    private static Message checked(Message message) {
        if (message.payload() instanceof Payload.Binary) {
            check("join_ref", message.joinRef());
            check("ref", message.ref());
            check("topic", message.topic());
            check("event", message.status() == null ? message.event() : message.status());
        }
        return message;
    }

    private static void check(String part, @Nullable String text) {
        int size = text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
        if (size > MAX_BINARY_PART) {
            throw new IllegalArgumentException(
                    "a binary frame holds a " + part + " of 255 bytes at most, not of " + size);
        }
    }
}
