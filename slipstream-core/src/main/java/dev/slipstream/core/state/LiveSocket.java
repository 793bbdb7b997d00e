// This file has more than 300 lines, because it implements every operation of a callback.
package dev.slipstream.core.state;

import dev.slipstream.core.AssignKey;
import dev.slipstream.core.Command;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Connection;
import dev.slipstream.core.ConnectionStatus;
import dev.slipstream.core.Credentials;
import dev.slipstream.core.DurationLimits;
import dev.slipstream.core.From;
import dev.slipstream.core.JoinOptions;
import dev.slipstream.core.JoinParams;
import dev.slipstream.core.JoinStatus;
import dev.slipstream.core.Operation;
import dev.slipstream.core.Payload;
import dev.slipstream.core.PayloadChecks;
import dev.slipstream.core.Ref;
import dev.slipstream.core.ReplyHandler;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The only implementation of {@link Socket}: the state of the client, the user's values, and the operations of one
 * callback.
 *
 * <p>Client processes and test kits use this class, because they need methods that user code must not call.
 */
public final class LiveSocket implements Socket {

    private final CallbackScope scope;
    private final SocketState state;
    private final Assigns assigns;
    private final OperationList operations;

    private LiveSocket(CallbackScope scope, SocketState state, Assigns assigns, OperationList operations) {
        this.scope = scope;
        this.state = state;
        this.assigns = assigns;
        this.operations = operations;
    }

    /** Casts a socket to its only implementation. */
    public static LiveSocket from(Socket socket) {
        return switch (socket) {
            case LiveSocket live -> live;
        };
    }

    /** Returns the first socket of a callback scope. For client processes and test kits. */
    public static LiveSocket of(CallbackScope scope, SocketState state, Assigns assigns) {
        return new LiveSocket(scope, state, assigns, OperationList.EMPTY);
    }

    /** Returns this socket with a newer state. Client processes call this method after they applied operations. */
    public LiveSocket with(SocketState now) {
        return new LiveSocket(scope, now, assigns, operations);
    }

    /**
     * Checks a configuration before a connect.
     *
     * @throws IllegalArgumentException if the URI or the params have a {@code vsn} other than the serializer's, or if
     *     the configuration asks for compression and the transport has none
     */
    public void checkConfiguration(Configuration configuration) {
        String vsn = scope.encoder().vsn();
        if (!configuration.allowsVersion(vsn, Credentials.none())) {
            throw new IllegalArgumentException("uri: a vsn other than " + vsn
                    + ", the version of the serializer, is not accepted; leave vsn out, because the client adds it");
        }
        scope.checkConfiguration(configuration);
    }

    @Override
    public Socket connect(Configuration configuration) {
        Objects.requireNonNull(configuration, "configuration");
        checkNotConnected("connect");
        checkConfiguration(configuration);
        return write(new Command.OpenConnection(configuration, Credentials.none()));
    }

    @Override
    public Socket reconnect() {
        checkConfigured();
        checkNotConnected("reconnect");
        return write(new Operation.Retry.Reconnect());
    }

    @Override
    public Socket reconnectNow() {
        checkConfigured();
        return write(new Operation.Retry.ReconnectNow());
    }

    @Override
    public Socket disconnect() {
        return write(new Command.CloseConnection());
    }

    @Override
    public Socket heartbeat() {
        return write(new Command.SendHeartbeat());
    }

    @Override
    public Socket collectGarbage() {
        return write(new Command.CollectGarbage());
    }

    @Override
    public Socket join(String topic) {
        return join(topic, Collections.emptyMap());
    }

    @Override
    public Socket join(String topic, Object params) {
        Payload encoded = encodedJoin(topic, params);
        return joinEncoded(topic, encoded);
    }

    private Socket joinEncoded(String topic, Payload encoded) {
        return isRequested(topic)
                ? write(new Operation.LaterJoins.WithParams(topic, encoded))
                : write(new Command.JoinTopic(state.nextRef(), topic, encoded, joinTimeout()));
    }

    @Override
    public Socket joinWith(String topic, JoinOptions options) {
        // Encode the params before the first write, so that a call that throws has written nothing.
        Payload encoded =
                encodedJoin(topic, options.paramsSupplier().isPresent() ? Collections.emptyMap() : options.params());
        LiveSocket buffered = options.buffer()
                .map(buffer -> write(new Operation.SetPushBuffer(topic, buffer)))
                .map(LiveSocket::from)
                .orElse(this);
        return options.paramsSupplier()
                .map(supplier -> buffered.joinSupplied(topic, supplier))
                .orElseGet(() -> buffered.joinEncoded(topic, encoded));
    }

    private Socket joinSupplied(String topic, JoinParams supplier) {
        return isRequested(topic)
                ? write(new Operation.LaterJoins.WithSupplier(topic, supplier))
                : write(new Operation.SetJoinParams(topic, supplier)).join(topic);
    }

    @Override
    public Socket rejoin(String topic) {
        checkKnown(topic, "rejoin");
        return write(new Operation.Retry.Rejoin(state.nextRef(), topic, Optional.empty()));
    }

    @Override
    public Socket rejoin(String topic, Object params) {
        checkKnown(topic, "rejoin");
        return isRequested(topic)
                ? write(new Operation.LaterJoins.WithParams(topic, encodedJoin(topic, params)))
                : write(new Operation.Retry.Rejoin(state.nextRef(), topic, Optional.of(encodedJoin(topic, params))));
    }

    @Override
    public Socket leave(String topic) {
        return write(new Command.LeaveTopic(state.nextRef(), SocketChecks.topic(topic)));
    }

    @Override
    public Socket push(String topic, String event) {
        return push(topic, event, Collections.emptyMap());
    }

    @Override
    public Socket push(String topic, String event, @Nullable Object payload) {
        return write(new Command.PushMessage(state.nextRef(), topic, event, encodedPush(topic, event, payload), null));
    }

    /**
     * Pushes a message when the outbound queue has room, and then answers the call {@code from}.
     *
     * @param payload already encoded
     * @param patience how long the push may wait for room
     */
    public Socket offer(From<?> from, String topic, String event, Payload payload, Duration patience) {
        return write(new Command.OfferMessage(state.nextRef(), from, topic, event, payload, patience));
    }

    @Override
    public Socket request(String topic, String event, @Nullable Object payload, Object tag) {
        return request(topic, event, payload, tag, requestTimeout());
    }

    @Override
    public Socket request(String topic, String event, @Nullable Object payload, Object tag, Duration timeout) {
        checkKnown(topic, "request on");
        SocketChecks.checkTag(event, Objects.requireNonNull(tag, "tag"));
        PayloadChecks.payload(event, payload);
        if (!DurationLimits.isPositive(timeout)) { // avoids building the text if the timeout is accepted
            DurationLimits.positive("timeout of the request " + event, timeout);
        }
        var push = new Command.PushMessage(
                state.nextRef(), topic, SocketChecks.event(topic, event), encoded(payload), timeout);
        return written(new Operation.MakeRequest(tag, push), state.after(push));
    }

    @Override
    public Socket request(String topic, String event, @Nullable Object payload, ReplyHandler handler) {
        return request(topic, event, payload, handler, requestTimeout());
    }

    @Override
    public Socket request(
            String topic, String event, @Nullable Object payload, ReplyHandler handler, Duration timeout) {
        Object tag = Objects.requireNonNull(handler, "handler");
        return request(topic, event, payload, tag, timeout);
    }

    @Override
    public Socket send(Object message) {
        return write(new Operation.SendToSelf.Now(Objects.requireNonNull(message, "message")));
    }

    @Override
    public Socket sendAfter(Object key, Duration delay, Object message) {
        Objects.requireNonNull(key, "key");
        DurationLimits.notNegative("delay of the timer " + key, delay);
        return write(new Operation.SendToSelf.After(key, delay, Objects.requireNonNull(message, "message")));
    }

    @Override
    public Socket sendEvery(Object key, Duration period, Object message) {
        Objects.requireNonNull(key, "key");
        DurationLimits.positive("period of the timer " + key, period);
        return write(new Operation.SendToSelf.Every(key, period, Objects.requireNonNull(message, "message")));
    }

    @Override
    public Socket cancel(Object key) {
        return write(new Operation.CancelTimer(Objects.requireNonNull(key, "key")));
    }

    @Override
    public Socket then(Object message) {
        return write(new Operation.SendToSelf.Next(Objects.requireNonNull(message, "message")));
    }

    @Override
    public Socket idleAfter(Duration quiet, Object message) {
        DurationLimits.positive("quiet of idleAfter", quiet);
        return write(new Operation.SendToSelf.WhenIdle(quiet, Objects.requireNonNull(message, "message")));
    }

    @Override
    public <T> Socket answer(From<T> from, T value) {
        return write(new Operation.AnswerCaller.Answer(from, value));
    }

    @Override
    public Socket refuse(From<?> from, String why) {
        return write(new Operation.AnswerCaller.Refusal(from, Objects.requireNonNull(why, "why")));
    }

    @Override
    public Socket stop(StopReason reason) {
        return write(new Operation.StopClient(Objects.requireNonNull(reason, "reason")));
    }

    @Override
    public <T> Socket assign(AssignKey<T> key, T value) {
        Objects.requireNonNull(
                value,
                () -> "cannot assign null to " + key + "; call unassign to remove its value, or use a key of an"
                        + " Optional");
        scope.assignWritten();
        return new LiveSocket(scope, state, assigns.with(key, value), operations);
    }

    @Override
    public <T> Socket update(AssignKey<T> key, UnaryOperator<T> change) {
        return assign(key, change.apply(assigned(key)));
    }

    @Override
    public Socket unassign(AssignKey<?> key) {
        scope.assignWritten();
        return new LiveSocket(scope, state, assigns.without(key), operations);
    }

    @Override
    public <T> T assigned(AssignKey<T> key) {
        return find(key)
                .orElseThrow(() -> new IllegalStateException(
                        "nothing is assigned to " + key + ", and this key has no initial value; assign a value first"));
    }

    @Override
    public <T> Optional<T> find(AssignKey<T> key) {
        return assigns.find(key);
    }

    @Override
    public <T> Socket fold(Iterable<? extends T> items, BiFunction<? super T, Socket, Socket> step) {
        Socket socket = this;
        for (T item : items) {
            socket = returned("fold", step.apply(item, socket));
        }
        return socket;
    }

    @Override
    public Socket when(boolean condition, UnaryOperator<Socket> step) {
        return condition ? returned("when", step.apply(this)) : this;
    }

    private static Socket returned(String method, @Nullable Socket socket) {
        return Objects.requireNonNull(
                socket,
                () -> "the step of " + method
                        + " returned null; return the socket of its last operation, or the one that it received");
    }

    @Override
    public boolean isConnected() {
        return state.connectionStatus() == ConnectionStatus.CONNECTED;
    }

    @Override
    public boolean willReconnect() {
        return state.wantsConnection() && !isConnected();
    }

    @Override
    public boolean isJoined(String topic) {
        return state.status(topic) == JoinStatus.JOINED;
    }

    @Override
    public boolean isWanted(String topic) {
        return state.isWanted(topic);
    }

    @Override
    public JoinStatus status(String topic) {
        return state.status(topic);
    }

    @Override
    public List<String> joined() {
        return Collections.unmodifiableList(state.topics(JoinStatus.JOINED));
    }

    @Override
    public Optional<Configuration> configuration() {
        return state.configuration();
    }

    @Override
    public Optional<Connection> connection() {
        return state.connection();
    }

    @Override
    public Ref nextRef() {
        return state.nextRef();
    }

    @Override
    public List<Operation> operations() {
        return operations.since(OperationList.EMPTY);
    }

    @Override
    public List<Command> commands() {
        return operations().stream()
                .<Command>mapMulti((operation, found) -> {
                    if (operation instanceof Command command) {
                        found.accept(command);
                    } else if (operation instanceof Operation.MakeRequest(var tag, var push)) {
                        found.accept(push);
                    }
                })
                .toList();
    }

    /** The scope of the callback that this socket belongs to. */
    public CallbackScope scope() {
        return scope;
    }

    /** The client's state, as this socket shows it. */
    public SocketState state() {
        return state;
    }

    public Assigns assigns() {
        return assigns;
    }

    /** The pending operations. {@link OperationList} explains why the client process compares such lists. */
    public OperationList operationList() {
        return operations;
    }

    /**
     * Checks a join and encodes its params, but does not write the operation. Sessions call this method, and make the
     * operation themselves with their own refs.
     *
     * @throws IllegalArgumentException as {@link #join(String, Object)} does
     */
    public Payload encodedJoin(String topic, Object params) {
        SocketChecks.checkReadable("topic", SocketChecks.topic(topic));
        PayloadChecks.params(topic, params, "joinWith");
        return encoded(params);
    }

    /**
     * Checks a push and encodes its payload, but does not write the operation. Sessions call this method, and make the
     * operation themselves with their own refs.
     *
     * @throws IllegalStateException as {@link #push} does
     */
    public Payload encodedPush(String topic, String event, @Nullable Object payload) {
        checkKnown(topic, "push to");
        SocketChecks.event(topic, event);
        PayloadChecks.payload(event, payload);
        return encoded(payload);
    }

    private Socket write(Operation operation) {
        SocketState.Applied applied = state.apply(operation);
        return applied.isEffective()
                ? written(operation, applied.state())
                : written(new Operation.NoEffect(operation), state);
    }

    private boolean isRequested(String topic) {
        JoinStatus status = state.status(topic);
        return status == JoinStatus.REQUESTED || status == JoinStatus.JOINED;
    }

    private Socket written(Operation operation, SocketState after) {
        scope.operationWritten();
        return new LiveSocket(scope, after, assigns, operations.plus(operation));
    }

    private Payload encoded(@Nullable Object value) {
        return scope.encoder().encode(value);
    }

    private Duration requestTimeout() {
        return state.configuration().map(Configuration::requestTimeout).orElse(Configuration.DEFAULT_REQUEST_TIMEOUT);
    }

    private Duration joinTimeout() {
        return state.configuration().map(Configuration::joinTimeout).orElse(Configuration.DEFAULT_JOIN_TIMEOUT);
    }

    private void checkNotConnected(String doing) {
        if (isConnected()) {
            String open = state.connection().map(Connection::toString).orElse("a connection");
            throw new IllegalStateException("cannot " + doing + ": " + open + " is open; disconnect first");
        }
    }

    private void checkConfigured() {
        if (state.configuration().isEmpty()) {
            throw new IllegalStateException("cannot reconnect: this client never connected; call connect first");
        }
    }

    private void checkKnown(String topic, String doing) {
        if (state.status(SocketChecks.topic(topic)) == JoinStatus.NONE) {
            throw new IllegalStateException("cannot " + doing + " " + topic
                    + ": it was never joined, or closed so long ago that it is forgotten; call join first");
        }
    }

    /** Prints the state and the user's values, but no payloads. */
    @Override
    public String toString() {
        return "Socket[" + state + ", assigns=" + assigns + ", operations=" + operations.size() + "]";
    }
}
