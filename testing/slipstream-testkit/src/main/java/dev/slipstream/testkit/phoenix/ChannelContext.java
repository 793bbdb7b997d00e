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
 * The state and the operations of a channel, for one callback of a {@link PhoenixChannel}. Operations take effect in
 * order after the callback has returned or thrown. An operation that is called after the end of the callback throws.
 *
 * <p>A payload is a value that the JSON library can write, a {@link Payload}, or a {@code byte[]} for a binary frame.
 *
 * <p>An operation throws if a real server could not send its message. The exception crashes the channel. Examples are a
 * payload that cannot be encoded, a push or broadcast whose payload is not a JSON object, and a name of more than 255
 * bytes in a binary frame.
 */
public final class ChannelContext {

    private static final int MAX_BINARY_PART = 255;

    private final String topic;
    private final SocketRef ref;
    private final ConnectRequest request;
    private final Optional<String> socketId;
    private final Encoder encoder;
    private final ChannelPresences presences;
    private final List<ChannelStep> steps = new ArrayList<>();
    private @Nullable ChannelStep end;
    private boolean last;
    private boolean used;

    ChannelContext(
            SocketRef ref,
            ConnectRequest request,
            Optional<String> socketId,
            Encoder encoder,
            ChannelPresences presences) {
        this.topic = ref.topic();
        this.ref = ref;
        this.request = request;
        this.socketId = socketId;
        this.encoder = encoder;
        this.presences = presences;
    }

    /** The channel's topic. */
    public String topic() {
        return topic;
    }

    /** The handshake of the connection. */
    public ConnectRequest request() {
        return request;
    }

    /** The socket id that {@link UserSocket.Connect} chose for the connection. */
    public Optional<String> socketId() {
        return socketId;
    }

    /** A reference for replying from a later callback. Call this method only in {@link PhoenixChannel#handleIn}. */
    public SocketRef socketRef() {
        return ref;
    }

    /** Pushes an event to this client. */
    public void push(String event, Object payload) {
        Payload encoded = object(payload);
        add(new ChannelStep.Emit(checked(Message.of(ref.joinRef(), null, topic, event, encoded))));
    }

    /** Replies to the push that this callback handles, with the status {@code ok}. */
    public void reply(Object response) {
        reply("ok", response);
    }

    /** Replies to the push that this callback handles, with any status. */
    public void reply(String status, Object response) {
        reply(ref, status, response);
    }

    /** Replies to the push of an earlier callback. */
    public void reply(SocketRef to, String status, Object response) {
        add(new ChannelStep.Emit(answer(to, status, response)));
    }

    /** Replies to the push that this callback handles, after a delay, even if the channel has ended by then. */
    public void replyAfter(Duration delay, String status, Object response) {
        add(new ChannelStep.EmitLater(delay, answer(ref, status, response)));
    }

    /** Broadcasts an event to all clients of the topic, including this client. */
    public void broadcast(String event, Object payload) {
        add(new ChannelStep.Broadcast(event, broadcastable(event, payload), true));
    }

    /** Broadcasts an event to all clients of the topic except this client. */
    public void broadcastFrom(String event, Object payload) {
        add(new ChannelStep.Broadcast(event, broadcastable(event, payload), false));
    }

    /**
     * Tracks a presence of this channel, like {@code Presence.track(socket, key, meta)}. All clients of the topic,
     * including this client, receive a {@code presence_diff} with the join.
     *
     * <p>The presence ends with the channel: if the client leaves or disconnects, or the channel crashes, the other
     * clients receive a {@code presence_diff} with the leave. A channel may track several keys, and several channels
     * may track one key.
     *
     * @param key for example the id of a user
     * @param meta a value that encodes as a JSON object, to which the server adds {@code phx_ref}
     * @return the {@code phx_ref}
     * @throws IllegalStateException if this channel tracks the key already; call {@link #update} instead
     */
    public String track(String key, Object meta) {
        return change(presences.track(key, encoder.encode(meta)));
    }

    /**
     * Replaces the meta of a presence, like {@code Presence.update(socket, key, meta)}. All clients of the topic
     * receive one {@code presence_diff}: a leave of the old meta, and a join of the new meta with {@code phx_ref_prev}.
     *
     * @param meta the whole new meta, a value that encodes as a JSON object
     * @return the new {@code phx_ref}
     * @throws IllegalStateException if this channel does not track the key; call {@link #track} first
     */
    public String update(String key, Object meta) {
        return change(presences.update(key, encoder.encode(meta)));
    }

    /**
     * Ends a presence of this channel, like {@code Presence.untrack(socket, key)}. All clients of the topic receive a
     * {@code presence_diff} with the leave. If this channel does not track the key, nothing happens.
     */
    public void untrack(String key) {
        presences.untrack(key).ifPresent(diff -> add(new ChannelStep.ChangePresences(diff)));
    }

    /**
     * The presences of the topic, like {@code Presence.list(socket)}, including the changes of this callback.
     *
     * <p>As in Phoenix, the server does not push the presences automatically. After the join, in {@link
     * PhoenixChannel#handleInfo}, call {@link #track}, then push this value as {@code presence_state}. The client
     * usually receives its own diff before the state. If the endpoint has a {@link PresenceFetch}, this function may
     * add members. Otherwise the JSON has this shape:
     *
     * <pre>{@code {"ann": {"metas": [{"phx_ref": "F000000000000001", "device": "phone"}]}}}</pre>
     */
    public Payload presences() {
        add(new ChannelStep.ListPresences());
        return presences.state();
    }

    /** Sends this channel a message for {@link PhoenixChannel#handleInfo}. */
    public void send(Object message) {
        sendAfter(Duration.ZERO, message);
    }

    /** Sends this channel a message for {@link PhoenixChannel#handleInfo} after a delay. */
    public void sendAfter(Duration delay, Object message) {
        add(new ChannelStep.SendToSelf(delay, message));
    }

    /**
     * Makes the channel sleep. Until it wakes, no other callback runs, and later operations of this context wait. In a
     * join the whole connection sleeps.
     */
    public void sleep(Duration duration) {
        add(new ChannelStep.Sleep(duration));
    }

    /** Ends the channel normally with {@code phx_close}, after the other operations of this callback. */
    public void stop() {
        finish(new ChannelStep.Stop());
    }

    /**
     * Kills the channel after the other operations of this callback. The client receives {@code phx_error}; {@link
     * PhoenixChannel#terminate} is not called.
     */
    public void kill() {
        finish(new ChannelStep.Kill());
    }

    /** Suspends the connection. Meanwhile the connection neither reads nor sends, but TCP stays open. */
    public void freezeConnection(Duration duration) {
        add(new ChannelStep.FreezeConnection(duration));
    }

    /** Kills the connection: TCP ends without a close frame. */
    public void killConnection() {
        add(new ChannelStep.KillConnection());
    }

    /**
     * Closes all connections that have the socket id of this connection, like a {@code disconnect} broadcast.
     *
     * @throws IllegalStateException if the connection has no socket id
     */
    public void disconnect() {
        add(new ChannelStep.Disconnect(socketId.orElseThrow(
                () -> new IllegalStateException("disconnect on " + topic + ", whose connection has no socket id"))));
    }

    /**
     * Runs one callback with this context, and returns the recorded steps.
     *
     * @param ending whether the callback is {@code terminate}, which must not stop the channel or sleep
     */
    List<ChannelStep> record(boolean ending, Consumer<ChannelContext> callback) {
        last = ending;
        try {
            callback.accept(this);
        } catch (RuntimeException | Error e) {
            end = new ChannelStep.Crash(e);
        }
        used = true;
        if (end != null) {
            steps.add(end);
        }
        return steps;
    }

    /** Records a change, and returns the ref of the joined meta. */
    private String change(PresenceDiff diff) {
        add(new ChannelStep.ChangePresences(diff));
        return diff.joins().get(0).ref();
    }

    private void add(ChannelStep step) {
        if (used) {
            throw new IllegalStateException("a channel's context was used after its callback, on " + topic);
        }
        if (last && (step instanceof ChannelStep.Sleep || step instanceof ChannelStep.SendToSelf)) {
            throw new IllegalStateException("cannot sleep or send to itself in terminate of the channel on " + topic);
        }
        steps.add(step);
    }

    private void finish(ChannelStep step) {
        if (used || last) {
            throw new IllegalStateException("cannot end the channel on " + topic + ": "
                    + (used ? "its callback has returned" : "it is already ending, in terminate"));
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
