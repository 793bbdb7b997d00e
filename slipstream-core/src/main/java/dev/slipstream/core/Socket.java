// Longer than 300 lines: it is the one list of what a callback may do and may ask.
package dev.slipstream.core;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * The token that a client holds: everything there is to know, and everything it wants done.
 *
 * <p>A socket is immutable. Each operation returns a new one, whose outbox has one letter more; a callback returns the
 * last one, and only then are the letters posted, in order. A callback that throws therefore sent nothing and changed
 * nothing. The one trap: a socket that is not returned takes what was written on it with it.
 *
 * <p>What it says is what was known when its callback began, and what its own operations will make of that. A socket
 * belongs to the thread of its callback; {@link RuntimeException misuse} throws at the call and names the value and the
 * state. No duration is longer than {@link DurationLimits#LONGEST}.
 */
@CheckReturnValue
public final class Socket {

    private final CallbackScope scope;
    private final SocketState state;
    private final Assigns assigns;
    private final OperationList operations;

    private Socket(CallbackScope scope, SocketState state, Assigns assigns, OperationList operations) {
        this.scope = scope;
        this.state = state;
        this.assigns = assigns;
        this.operations = operations;
    }

    /** Returns the token that a turn begins with. For processes and test kits; a client is given its sockets. */
    public static Socket of(CallbackScope scope, SocketState state, Assigns assigns) {
        return new Socket(scope, state, assigns, OperationList.EMPTY);
    }

    /** Returns this token with the facts of now: for processes, after letters were posted. */
    public Socket with(SocketState now) {
        return new Socket(scope, now, assigns, operations);
    }

    // --- the connection ---------------------------------------------------------------------------------------------

    /**
     * Connects, and stays connected: what is lost is connected again as the configuration's policy says.
     *
     * @throws IllegalStateException if there is a connection; disconnect first
     */
    public Socket connect(Configuration configuration) {
        Objects.requireNonNull(configuration, "configuration");
        if (state.connectionStatus() == SocketState.ConnectionStatus.CONNECTED) {
            throw new IllegalStateException("cannot connect: " + connectionText() + " is open; disconnect first");
        }
        return command(new Command.OpenConnection(configuration, Credentials.none()));
    }

    /**
     * Connects again with the configuration of last time, after the next delay of its backoff.
     *
     * <p>Not needed after a failure that the policy retries by itself.
     *
     * @throws IllegalStateException if there is a connection, or never was a configuration
     */
    public Socket reconnect() {
        checkConfigured();
        if (state.connectionStatus() == SocketState.ConnectionStatus.CONNECTED) {
            throw new IllegalStateException("cannot reconnect: " + connectionText() + " is open");
        }
        return write(new Operation.Retry.Reconnect());
    }

    /**
     * Connects again at once, where {@link #reconnect()} or the policy would wait: for a program that hears of the network
     * being back. What was tried in vain is remembered. With a connection, or an attempt under way, it does nothing.
     *
     * @throws IllegalStateException if there never was a configuration
     */
    public Socket reconnectNow() {
        checkConfigured();
        return write(new Operation.Retry.ReconnectNow());
    }

    /**
     * Ends the connection, or the attempt at one, and stays apart; in {@code handleDisconnect} it takes back the attempts that
     * would follow. Where none of these is to be ended it does nothing.
     */
    public Socket disconnect() {
        return command(new Command.CloseConnection());
    }

    /**
     * Sends a heartbeat now, unless one is out, and does not wait until it is time for the next: for a program that hears of
     * the network having changed. If it is not answered in {@link Configuration#heartbeatTimeout()} the connection ends with
     * {@link Failure.HeartbeatTimedOut}. Without a connection it does nothing.
     */
    public Socket heartbeat() {
        return command(new Command.SendHeartbeat());
    }

    /** Asks the connection to let the serializer drop its spare buffers: a hint. Without a connection it does nothing. */
    public Socket collectGarbage() {
        return command(new Command.CollectGarbage());
    }

    // --- topics -----------------------------------------------------------------------------------------------------

    /** Joins a topic without params. */
    public Socket join(String topic) {
        return join(topic, Collections.emptyMap());
    }

    /**
     * Joins a topic, and stays joined: the wish is kept over reconnects until the topic is left, closed by the server or
     * refused. Not connected, the join goes out when it is. A topic that is requested or joined already is left as it is.
     *
     * @param params what the channel's {@code join/3} is given, as JSON
     */
    public Socket join(String topic, Object params) {
        return command(new Command.JoinTopic(state.nextRef(), named(topic), encoded(params), joinTimeout()));
    }

    /** Joins a topic that keeps what is pushed while it is not joined. */
    public Socket join(String topic, Object params, PushBuffer buffer) {
        return write(new Operation.SetPushBuffer(named(topic), buffer)).join(topic, params);
    }

    /** Joins a topic whose params are asked for at each join. */
    public Socket join(String topic, JoinParams params) {
        return write(new Operation.SetJoinParams(named(topic), Objects.requireNonNull(params, "params")))
                .join(topic);
    }

    /** Joins a topic whose params are asked for at each join, and that keeps what is pushed while it is not joined. */
    public Socket join(String topic, JoinParams params, PushBuffer buffer) {
        return write(new Operation.SetPushBuffer(named(topic), buffer)).join(topic, params);
    }

    /**
     * Joins a topic again, with the params of last time, after the next delay of its backoff.
     *
     * @throws IllegalStateException if it was never joined, or closed so long ago that it is forgotten
     */
    public Socket rejoin(String topic) {
        checkKnown(topic, "rejoin");
        return write(new Operation.Retry.Rejoin(state.nextRef(), topic, null));
    }

    /**
     * Joins a topic again, with these params from now on and nobody asked, after the next delay of its backoff.
     *
     * @throws IllegalStateException if it was never joined, or closed so long ago that it is forgotten
     */
    public Socket rejoin(String topic, Object params) {
        checkKnown(topic, "rejoin");
        return write(new Operation.Retry.Rejoin(state.nextRef(), topic, encoded(params)));
    }

    /** Takes back the wish to be joined, and leaves the topic where it is joined or requested. */
    public Socket leave(String topic) {
        return command(new Command.LeaveTopic(state.nextRef(), named(topic)));
    }

    // --- messages to the server -------------------------------------------------------------------------------------

    /**
     * Pushes a message: fire and forget. {@link #nextRef()}, asked before, is what its reply will bear.
     *
     * <p>On a topic that is not joined just now it is dropped, or kept if the topic has a buffer.
     *
     * @param payload encoded at this call; a {@code byte[]} goes as binary
     * @throws IllegalStateException if the topic was never joined, or closed so long ago that it is forgotten
     * @throws IllegalArgumentException if the payload cannot be encoded, or a name is Phoenix's own
     */
    public Socket push(String topic, String event, Object payload) {
        checkKnown(topic, "push to");
        return command(new Command.PushMessage(state.nextRef(), topic, named(topic, event), encoded(payload), null));
    }

    /**
     * Pushes a message whose outcome comes to {@code handleOutcome} with the tag, exactly once: a reply, or why there is
     * none. The configuration's {@link Configuration#requestTimeout()} applies.
     *
     * @throws IllegalStateException if the topic was never joined, or closed so long ago that it is forgotten
     * @throws IllegalArgumentException if the payload cannot be encoded, or a name is Phoenix's own
     */
    public Socket request(String topic, String event, Object payload, Object tag) {
        Duration timeout =
                state.configuration().map(Configuration::requestTimeout).orElse(Configuration.DEFAULT_REQUEST_TIMEOUT);
        return request(topic, event, payload, tag, timeout);
    }

    /** As {@link #request(String, String, Object, Object)}, with a timeout of its own, greater than 0. */
    public Socket request(String topic, String event, Object payload, Object tag, Duration timeout) {
        checkKnown(topic, "request on");
        Objects.requireNonNull(tag, "tag");
        if (!DurationLimits.isPositive(timeout)) { // the words are made for nobody else
            DurationLimits.positive("timeout of the request " + event, timeout);
        }
        var push = new Command.PushMessage(state.nextRef(), topic, named(topic, event), encoded(payload), timeout);
        return written(new Operation.MakeRequest(tag, push), state.after(push));
    }

    // --- messages to this client ------------------------------------------------------------------------------------

    /** Sends this client a message, behind all that waits: it comes to {@code handleInfo}. */
    public Socket send(Object message) {
        return write(new Operation.SendToSelf.Now(Objects.requireNonNull(message, "message")));
    }

    /** Sends this client a message after a delay; replaces the timer of an equal key. */
    public Socket sendAfter(Object key, Duration delay, Object message) {
        Objects.requireNonNull(key, "key");
        DurationLimits.notNegative("delay of the timer " + key, delay);
        return write(new Operation.SendToSelf.After(key, delay, Objects.requireNonNull(message, "message")));
    }

    /**
     * Sends this client a message again and again; replaces the timer of an equal key. The first comes after one period;
     * ticks that were missed are left out.
     */
    public Socket sendEvery(Object key, Duration period, Object message) {
        Objects.requireNonNull(key, "key");
        DurationLimits.positive("period of the timer " + key, period);
        return write(new Operation.SendToSelf.Every(key, period, Objects.requireNonNull(message, "message")));
    }

    /** Ends the timer of this key. Its message is not delivered any more, even if it was due. */
    public Socket cancel(Object key) {
        return write(new Operation.CancelTimer(Objects.requireNonNull(key, "key")));
    }

    /** Goes on with {@code handleContinue}, before anything that waits in the mailbox. */
    public Socket then(Object message) {
        return write(new Operation.SendToSelf.Next(Objects.requireNonNull(message, "message")));
    }

    /** Sends this client a message if nothing else reaches it for so long. The last such wish counts. */
    public Socket idleAfter(Duration quiet, Object message) {
        DurationLimits.positive("quiet of idleAfter", quiet);
        return write(new Operation.SendToSelf.WhenIdle(quiet, Objects.requireNonNull(message, "message")));
    }

    // --- callers, and the end ---------------------------------------------------------------------------------------

    /** Answers a caller. */
    public <T> Socket answer(From<T> from, T value) {
        return write(new Operation.AnswerCaller.Answer(from, value));
    }

    /** Tells a caller that there will be no answer; its wait ends with an exception of these words. */
    public Socket refuse(From<?> from, String why) {
        return write(new Operation.AnswerCaller.Refusal(from, Objects.requireNonNull(why, "why")));
    }

    /** Ends this client once the callback has returned: outcomes and {@code terminate} are all that follow. */
    public Socket stop(StopReason reason) {
        return write(new Operation.StopClient(Objects.requireNonNull(reason, "reason")));
    }

    // --- the user's values ------------------------------------------------------------------------------------------

    /** Keeps a value under a key. */
    public <T> Socket assign(AssignKey<T> key, T value) {
        scope.assignWritten();
        return new Socket(scope, state, assigns.with(key, Objects.requireNonNull(value, "value")), operations);
    }

    /**
     * Changes the value of a key.
     *
     * @throws IllegalStateException if it has none
     */
    public <T> Socket update(AssignKey<T> key, UnaryOperator<T> change) {
        return assign(key, change.apply(assigned(key)));
    }

    /** Forgets the value of a key; its initial value, if it has one, is there again. */
    public Socket unassign(AssignKey<?> key) {
        scope.assignWritten();
        return new Socket(scope, state, assigns.without(key), operations);
    }

    /**
     * The value of a key.
     *
     * @throws IllegalStateException if it has none
     */
    public <T> T assigned(AssignKey<T> key) {
        return find(key)
                .orElseThrow(() ->
                        new IllegalStateException("nothing is assigned to " + key + ", and it has no initial value"));
    }

    /** The value of a key, if it has one. */
    public <T> Optional<T> find(AssignKey<T> key) {
        return assigns.find(key);
    }

    // --- loops and branches -----------------------------------------------------------------------------------------

    /** Applies a step for each item, each to the socket that the one before returned. */
    public <T> Socket fold(Iterable<? extends T> items, BiFunction<? super T, Socket, Socket> step) {
        Socket socket = this;
        for (T item : items) {
            socket = step.apply(item, socket);
        }
        return socket;
    }

    /** Applies a step if the condition holds. */
    public Socket when(boolean condition, UnaryOperator<Socket> step) {
        return condition ? step.apply(this) : this;
    }

    // --- what is known ----------------------------------------------------------------------------------------------

    /** Whether the websocket is open: from the event that reaches {@code handleConnect} until the end is known here. */
    public boolean isConnected() {
        return state.connectionStatus() == SocketState.ConnectionStatus.CONNECTED;
    }

    /** Whether the server agreed to the join, and the topic was neither left nor closed since. */
    public boolean isJoined(String topic) {
        return state.status(topic) == JoinStatus.JOINED;
    }

    /** Whether this client means to be joined to the topic, now or when it can. */
    public boolean isWanted(String topic) {
        return state.isWanted(topic);
    }

    /**
     * Where this client stands with the topic. {@link JoinStatus#NONE} is also that of a topic which closed so long ago that
     * it is forgotten: {@value SocketState#CLOSED_TOPICS_REMEMBERED} are remembered that are closed and not wanted.
     */
    public JoinStatus status(String topic) {
        return state.status(topic);
    }

    /** The joined topics, in the order of their names. */
    public List<String> joined() {
        return Collections.unmodifiableList(state.topics(JoinStatus.JOINED));
    }

    /** Where the client was last told to connect to. */
    public Optional<Configuration> configuration() {
        return state.configuration();
    }

    /** The live connection, or the last one: its number, and what the server said when it opened. */
    public Optional<Connection> connection() {
        return state.connection();
    }

    /** The ref that the next join, leave, push or request will bear. */
    public Ref nextRef() {
        return state.nextRef();
    }

    /** All letters written so far, in order. */
    public List<Operation> operations() {
        return operations.since(OperationList.EMPTY);
    }

    /** The commands among the letters, requests included, in order. */
    public List<Command> commands() {
        return operations().stream()
                .<Command>mapMulti((operation, found) -> {
                    if (operation instanceof Operation.OfCommand(var command)) {
                        found.accept(command);
                    } else if (operation instanceof Operation.MakeRequest(var tag, var push)) {
                        found.accept(push);
                    }
                })
                .toList();
    }

    // --- for processes ----------------------------------------------------------------------------------------------

    /** The turn that this token belongs to. */
    public CallbackScope scope() {
        return scope;
    }

    /** What this token knows. */
    public SocketState state() {
        return state;
    }

    /** The user's values. */
    public Assigns assigns() {
        return assigns;
    }

    /** The letters, as the chain that tells tokens of one line. */
    public OperationList operationList() {
        return operations;
    }

    private Socket command(Command command) {
        return write(new Operation.OfCommand(command));
    }

    private Socket write(Operation operation) {
        SocketState.Applied applied = state.apply(operation);
        if (!applied.isEffective()) {
            return this;
        }
        return written(operation, applied.state());
    }

    private Socket written(Operation operation, SocketState after) {
        scope.operationWritten();
        return new Socket(scope, after, assigns, operations.plus(operation));
    }

    private Payload encoded(Object value) {
        return scope.encoder().encode(Objects.requireNonNull(value, "payload"));
    }

    private Duration joinTimeout() {
        return state.configuration().map(Configuration::joinTimeout).orElse(Configuration.DEFAULT_JOIN_TIMEOUT);
    }

    private void checkConfigured() {
        if (state.configuration().isEmpty()) {
            throw new IllegalStateException(
                    "cannot reconnect: this client never connected, so there is no configuration");
        }
    }

    private void checkKnown(String topic, String doing) {
        if (state.status(named(topic)) == JoinStatus.NONE) {
            throw new IllegalStateException("cannot " + doing + " " + topic
                    + ": it was never joined, or closed so long ago that it is forgotten; join it first");
        }
    }

    private static String named(String topic) {
        if (topic.isEmpty() || topic.equals("phoenix")) {
            throw new IllegalArgumentException(
                    "no topic can be called \"" + topic + "\": it is empty, or Phoenix's own for heartbeats");
        }
        return topic;
    }

    private static String named(String topic, String event) {
        if (event.startsWith("phx_")) {
            throw new IllegalArgumentException(
                    "cannot push " + event + " to " + topic + ": events that begin with phx_ are Phoenix's own");
        }
        return event;
    }

    private String connectionText() {
        return state.connection().map(Connection::toString).orElse("a connection");
    }

    /** What is known and the user's values; payloads are not printed. */
    @Override
    public String toString() {
        return "Socket[" + state + ", assigns=" + assigns + ", letters=" + operations.size() + "]";
    }
}
