// This file has more than 300 lines, because it lists every operation of a script.
package dev.slipstream;

import dev.slipstream.core.Command;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.ConnectionStatus;
import dev.slipstream.core.Credentials;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.DurationLimits;
import dev.slipstream.core.Event;
import dev.slipstream.core.EventMatcher;
import dev.slipstream.core.JoinOptions;
import dev.slipstream.core.JoinStatus;
import dev.slipstream.core.Operation;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import dev.slipstream.core.state.LiveSocket;
import dev.slipstream.core.state.SocketState;
import dev.slipstream.process.AwaitResult;
import dev.slipstream.process.ClientProcess;
import dev.slipstream.process.CommitPoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A blocking view of a client: each method sends an operation and waits for its result.
 *
 * <p>Use {@link Slipstream#open} in a script, which has no callbacks, and {@link Slipstream#session} in a callback. A
 * session belongs to one thread. A session that was made in a callback ends with that callback. Calls on another thread
 * or after the end throw {@link IllegalStateException}. An await, a method that waits for an event, takes the first
 * event that matches. It leaves all others in the mailbox, in order. An await ends early if the connection ends or the
 * awaited topic closes. In a callback, the event that ended the await stays in the mailbox, and the callback for that
 * event receives it later. After the client was stopped, awaits send nothing and end at once. By default an await lasts
 * 5 s at most. The parameter {@code patience} sets another limit: more than 0, {@link DurationLimits#LONGEST} at most.
 * In a script, the outcome of a {@link Socket#request}, a reply or {@link Reply.Lost}, stays in the mailbox until an
 * await takes it, even if the mailbox exceeds its limits.
 *
 * <p>Awaits throw {@link AwaitTimeoutException}, {@link AwaitEndedException} with the reason, and
 * {@link AwaitInterruptedException}. In a callback, call {@link #apply} before an await if the callback has pending
 * operations. Otherwise the await throws, because the operations would be sent out of order.
 */
public final class Session implements AutoCloseable {

    private static final String CONNECTION_END = "the end of the connection";
    static final String CONNECT_ANSWER = "the result of the attempt to connect";
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** An await lasts this much longer than the timeout of its operation, so that the operation times out first. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final CommitPoint commit;
    private final boolean isScript;
    /** By topic, the response to the last join that this session waited for. A leave removes the response. */
    private Map<String, Payload> responses = Collections.emptyMap();

    Session(CommitPoint commit, boolean isScript) {
        this.commit = commit;
        this.isScript = isScript;
    }

    static Session script(ClientProcess process) {
        return new Session(process.beginScript(), true);
    }

    /** The socket to continue with: the last applied socket, with the current state of the client. */
    public Socket socket() {
        return commit.socket();
    }

    /** Applies the pending operations of this socket. */
    public Session apply(Socket socket) {
        commit.apply(socket);
        return this;
    }

    /**
     * Connects and waits, at most for the sum of the credentials timeout, the connect timeout and 1 s. If an attempt is
     * already under way, cancels it first.
     *
     * <p>If the attempt fails, this method throws. The reconnect policy decides about further attempts. In a script,
     * the client makes them while the session waits; see {@link #awaitConnect}.
     *
     * @throws IllegalStateException if there is a connection; disconnect first
     * @throws IllegalArgumentException if URI or params have a {@code vsn} other than the serializer's; leave
     *     {@code vsn} out. Also if the configuration asks for compression and the transport has none
     */
    public Session connect(Configuration configuration) {
        Objects.requireNonNull(configuration, "configuration");
        if (state().connectionStatus() == ConnectionStatus.CONNECTED) {
            throw new IllegalStateException("cannot connect: "
                    + socket().connection().map(Object::toString).orElse("one")
                    + " is open; disconnect first, with session.disconnect()");
        }
        LiveSocket.from(socket()).checkConfiguration(configuration);
        if (state().connectionStatus() != ConnectionStatus.DISCONNECTED) {
            disconnect();
        }
        ask(() -> CONNECT_ANSWER, new Command.OpenConnection(configuration, Credentials.none()));
        return connected(configuration
                .credentialsTimeout()
                .plus(configuration.connectTimeout())
                .plus(GRACE));
    }

    /**
     * Waits until the connection is open or an attempt has failed. Returns at once if the connection is already open.
     *
     * <p>In a script, lost connections are restored while this method waits. The client then rejoins its topics; call
     * {@link #join} to wait for one of them.
     *
     * @throws IllegalStateException if there is no connection and no attempt under way
     */
    public Session awaitConnect(Duration patience) {
        checkPatience(patience);
        return connected(patience);
    }

    /**
     * Waits for a connection. The patience may exceed {@link DurationLimits#LONGEST}, because {@link #connect} passes
     * the sum of two timeouts.
     */
    private Session connected(Duration patience) {
        if (state().connectionStatus() == ConnectionStatus.DISCONNECTED) {
            throw new IllegalStateException("cannot wait for a connection: none is open or under way; call connect, or"
                    + " after an earlier connection apply(socket().reconnectNow())");
        }
        if (state().connectionStatus() == ConnectionStatus.CONNECTED) {
            return this;
        }
        Event.ConnectAnswer answer =
                awaitSign(() -> CONNECT_ANSWER, EventMatcher.connectAnswer(), ending -> false, patience);
        return switch (answer) {
            case Event.ChannelConnected() -> this;
            case Event.ChannelConnectFailed failed -> throw AwaitEndedException.by(CONNECT_ANSWER, failed);
        };
    }

    /**
     * Joins a topic without params, and returns the channel's response. If a join is already under way, this method
     * only waits for its answer. If the topic is joined already, this method returns the response to the last join, as
     * {@link #join(String, Object)} does. In both cases the params of later joins do not change.
     *
     * @throws JoinFailedException as {@link #join(String, Object)}
     * @throws IllegalStateException as {@link #join(String, Object)}
     */
    public Payload join(String topic) {
        JoinStatus status = connectedStatus(topic);
        if (status == JoinStatus.JOINED) {
            return lastResponse(topic);
        }
        if (status == JoinStatus.REQUESTED) {
            return joined(topic);
        }
        return join(topic, Map.of());
    }

    /**
     * Joins a topic, waits for the answer and returns the channel's response. Later joins use these params, too.
     *
     * <p>The join has the timeout {@link Configuration#joinTimeout}, which doubles after each join of this topic that
     * timed out, to 60 s at most. If a join is already under way, for example after a reconnect, this method waits for
     * its answer. If the topic is joined already, this method sends nothing. It returns the response to the last join
     * that this session waited for, or an empty object if the session waited for none. In both cases only later joins
     * use the new params, such as a new token.
     *
     * @throws JoinFailedException if the join is refused, or not answered in time
     * @throws IllegalArgumentException as {@link Socket#join(String, Object)}
     * @throws IllegalStateException if there is no connection and no attempt under way
     */
    public Payload join(String topic, Object params) {
        return join(topic, params, JoinOptions.builder().build());
    }

    /**
     * Like {@link #join(String, Object)}, with options: a supplier that gives the params of each join, and a buffer for
     * pushes that are made while the topic is not joined.
     *
     * @throws JoinFailedException as {@link #join(String, Object)}, and if the supplier fails
     * @throws IllegalArgumentException as {@link Socket#join(String, Object)}
     * @throws IllegalStateException as {@link #join(String, Object)}
     */
    public Payload joinWith(String topic, JoinOptions options) {
        return join(topic, options.params(), options);
    }

    /** Joins with these params, and with the supplier and the buffer of these options. */
    private Payload join(String topic, Object params, JoinOptions options) {
        JoinStatus status = connectedStatus(topic);
        Duration timeout = configured(Configuration::joinTimeout);
        Payload encoded = commit.socket().encodedJoin(topic, params);
        List<Operation> operations = new ArrayList<>();
        options.buffer().ifPresent(buffer -> operations.add(new Operation.SetPushBuffer(topic, buffer)));
        options.paramsSupplier().ifPresent(supplier -> operations.add(new Operation.SetJoinParams(topic, supplier)));
        operations.add(new Command.JoinTopic(commit.nextRef(), topic, encoded, timeout));
        ask(joinOf(topic), operations);
        if (status == JoinStatus.JOINED) {
            return lastResponse(topic);
        }
        return joined(topic);
    }

    /** Waits for the answer to the join under way. The join has its own timeout; the wait lasts a little longer. */
    private Payload joined(String topic) {
        Duration patience = commit.joinPatience(topic).plus(GRACE);
        Event.JoinAnswer answer =
                awaitSign(joinOf(topic), EventMatcher.joinAnswer(topic), Session::endsConnection, patience);
        return switch (answer) {
            case Event.TopicJoinSucceeded(var joined, var response) -> response;
            case Event.TopicJoinFailed(var failed, var reason) -> throw new JoinFailedException(topic, reason);
        };
    }

    private static Supplier<String> joinOf(String topic) {
        return () -> "the answer to the join of " + topic;
    }

    /** Returns the status of a topic; throws if the client is disconnected. */
    private JoinStatus connectedStatus(String topic) {
        SocketState state = state();
        if (state.connectionStatus() == ConnectionStatus.DISCONNECTED) {
            throw new IllegalStateException(
                    "cannot join " + topic + ": the client is disconnected; call connect first");
        }
        return state.status(topic);
    }

    private void keep(String topic, Payload response) {
        responses = responses.isEmpty() ? new HashMap<>() : responses;
        responses.put(topic, response);
    }

    private Payload lastResponse(String topic) {
        Payload response = responses.get(topic);
        return response == null ? commit.socket().encodedJoin(topic, Map.of()) : response;
    }

    /** Leaves a topic and waits until it is left. Does not wait if the topic is neither joined nor being joined. */
    public Session leave(String topic) {
        SocketState state = state();
        boolean onTheWire = state.status(topic) == JoinStatus.JOINED || state.status(topic) == JoinStatus.REQUESTED;
        Supplier<String> awaited = () -> "the answer to the leave of " + topic;
        responses.remove(topic);
        ask(awaited, new Command.LeaveTopic(commit.nextRef(), topic));
        if (onTheWire && state().status(topic) == JoinStatus.LEAVING) { // else no join was sent, so nothing to wait for
            Duration timeout = configured(Configuration::leaveTimeout).plus(GRACE);
            awaitSign(awaited, EventMatcher.left(topic), Session::endsConnection, timeout);
        }
        return this;
    }

    /**
     * Pushes a message without waiting for a reply. If the outbound queue is full, the push is dropped; to wait for
     * room, use {@link #push(String, String, Object, Duration)}.
     */
    public Session push(String topic, String event, @Nullable Object payload) {
        order(pushed(topic, event, payload, null));
        return this;
    }

    /** Pushes a message without a payload (<code>{}</code>), and does not wait for a reply. */
    public Session push(String topic, String event) {
        return push(topic, event, Map.of());
    }

    /** Pushes a message without a payload (<code>{}</code>) and waits for its outcome. */
    public Reply request(String topic, String event) {
        return request(topic, event, Map.of());
    }

    /**
     * Pushes a message, and waits until the outbound queue of the connection has room for it. Use this method to send
     * many messages. Each call waits until the server has read enough of the earlier messages, so no push is lost
     * because of a full queue.
     *
     * <p>When this method returns, the message is in the outbound queue, after all earlier messages of this session.
     * The server may still not receive it if the connection ends; see {@link #request(String, String, Object)} for an
     * outcome. The method waits while the queue is more than half full, so that other pushes, joins and heartbeats find
     * room.
     *
     * @param timeout how long to wait for room: more than 0, {@link DurationLimits#LONGEST} at most
     * @throws PushFailedException if there was no room in time, if the topic is not joined or closes, or if the
     *     connection or the client ends. If {@link PushFailedException#maybeSent} is false, the message was not and
     *     will not be sent
     * @throws AwaitInterruptedException if the thread is interrupted; the message may still be sent within the timeout
     * @throws IllegalStateException if the topic was never joined, or closed so long ago that the client forgot it
     * @throws IllegalArgumentException if the payload cannot be encoded, Phoenix reserves the event name, or the
     *     timeout is not more than 0
     */
    public Session push(String topic, String event, @Nullable Object payload, Duration timeout) {
        DurationLimits.positive("timeout of the push " + event, timeout);
        Payload encoded = commit.socket().encodedPush(topic, event, payload);
        Supplier<String> awaited = () -> "room to push " + event + " to " + topic;
        Event ending = commit.ending();
        if (ending != null) {
            throw AwaitEndedException.by(awaited.get(), ending);
        }
        SocketState state = state();
        if (state.status(topic) != JoinStatus.JOINED) {
            throw PushFailedException.notJoined(topic, event, state.connectionStatus() == ConnectionStatus.CONNECTED);
        }
        Operation.AnswerCaller answer = taken(awaited, commit.push(topic, event, encoded, timeout, GRACE));
        PushFailedException.throwUnlessAccepted(topic, event, timeout, answer, true);
        return this;
    }

    /** Pushes a message and waits for its outcome. {@link Configuration#requestTimeout()} applies. */
    public Reply request(String topic, String event, @Nullable Object payload) {
        return request(topic, event, payload, configured(Configuration::requestTimeout));
    }

    /**
     * Pushes a message, waits for its outcome, and returns the response of an ok reply, decoded to this type.
     *
     * @throws ReplyException if the reply has another status
     * @throws RequestLostException if there is no reply
     * @throws dev.slipstream.core.PayloadMismatchException if the response does not fit the type
     */
    public <T> T request(String topic, String event, @Nullable Object payload, Class<T> type) {
        return new TypedReply<>(topic, event, type).decode(request(topic, event, payload));
    }

    /** As {@link #request(String, String, Object, Class)}, with this timeout: more than 0. */
    public <T> T request(String topic, String event, @Nullable Object payload, Class<T> type, Duration timeout) {
        return new TypedReply<>(topic, event, type).decode(request(topic, event, payload, timeout));
    }

    /**
     * Pushes a message and waits for its outcome: a reply, or {@link Reply.Lost}.
     *
     * @throws IllegalStateException if the topic was never joined, or closed so long ago that the client forgot it
     * @throws IllegalArgumentException if the payload cannot be encoded, Phoenix reserves the event name, or the
     *     timeout is not more than 0; then nothing was sent
     */
    public Reply request(String topic, String event, @Nullable Object payload, Duration timeout) {
        DurationLimits.positive("timeout of the request " + event, timeout);
        Command.PushMessage push = pushed(topic, event, payload, timeout);
        if (state().status(topic) != JoinStatus.JOINED) {
            return new Reply.Lost(commit.notJoined(push), false);
        }
        Supplier<String> awaited = () -> "the reply to " + event + " on " + topic;
        ask(awaited, push);
        Event.ReplyReceived reply =
                awaitSign(awaited, EventMatcher.replyTo(push.ref()), Session::endsConnection, timeout.plus(GRACE));
        return reply.reply();
    }

    /** Waits for an event. */
    public <E> E await(EventMatcher<E> matcher) {
        return await(matcher, PATIENCE);
    }

    /** Waits for an event, for this long at most. */
    public <E> E await(EventMatcher<E> matcher, Duration patience) {
        checkPatience(patience);
        return await(() -> "an event that the matcher accepts", matcher, Session::endsConnection, patience);
    }

    /** Waits for a message on this topic. The await also ends early if the topic closes. */
    public Event.MessageReceived awaitMessage(String topic, String event, Duration patience) {
        checkPatience(patience);
        return await(
                () -> "a message " + event + " on " + topic,
                EventMatcher.messageOn(topic, event),
                ending -> endsTopic(topic, ending),
                patience);
    }

    /**
     * Waits until the connection has ended, for any reason, and returns the reason. In a callback, this method takes
     * the event from the mailbox, so {@code handleDisconnect} is not called.
     *
     * @throws IllegalStateException if there is no connection
     */
    public DisconnectReason awaitDisconnect(Duration patience) {
        checkPatience(patience);
        ConnectionStatus status = state().connectionStatus();
        if (status != ConnectionStatus.CONNECTED && status != ConnectionStatus.DISCONNECTING) {
            throw new IllegalStateException("cannot wait for the end of the connection: the client is " + status
                    + (status == ConnectionStatus.CONNECTING ? "; call awaitConnect first" : "; call connect first"));
        }
        Event end = connectionEnd(patience);
        return end instanceof Event.ChannelClosed(var reason) ? reason : new DisconnectReason.Requested();
    }

    /** Ends the connection or the attempt under way, and waits for its end. If there is neither, returns at once. */
    public Session disconnect() {
        if (state().connectionStatus() == ConnectionStatus.DISCONNECTED) {
            return this;
        }
        if (state().connectionStatus() != ConnectionStatus.DISCONNECTING) {
            ask(() -> CONNECTION_END, new Command.CloseConnection());
        }
        if (state().connectionStatus() == ConnectionStatus.DISCONNECTING) {
            connectionEnd(configured(Configuration::closeTimeout).plus(GRACE).plus(GRACE));
        }
        return this;
    }

    /**
     * Ends a script's session and its connection. A second call, or a call in a callback, does nothing.
     *
     * @throws IllegalStateException if called on another thread than the script's
     */
    @Override
    public void close() {
        if (isScript) {
            commit.endScript();
        }
    }

    private static void checkPatience(Duration patience) {
        DurationLimits.positive("patience of the await", patience);
    }

    private Duration configured(Function<Configuration, Duration> option) {
        return state().configuration().map(option).orElse(PATIENCE);
    }

    private Event connectionEnd(Duration patience) {
        var end = EventMatcher.of(Event.class).where(Session::endsConnection);
        return awaitSign(() -> CONNECTION_END, end, ending -> false, patience);
    }

    private <E> E await(Supplier<String> awaited, EventMatcher<E> matcher, Predicate<Event> ends, Duration patience) {
        return taken(awaited, commit.await(matcher, ends, patience, true));
    }

    /**
     * As {@link #await}, but for an event that is not a message. It does not search again through messages that an
     * earlier await skipped.
     */
    private <E> E awaitSign(
            Supplier<String> awaited, EventMatcher<E> matcher, Predicate<Event> ends, Duration patience) {
        return taken(awaited, commit.await(matcher, ends, patience, false));
    }

    private <E> E taken(Supplier<String> awaited, AwaitResult<E> result) {
        return switch (result) {
            case AwaitResult.Found<E>(var event) -> {
                if (event instanceof Event.TopicJoinSucceeded(var topic, var response)) {
                    keep(topic, response);
                }
                yield event;
            }
            case AwaitResult.Ended<E>(var by) -> throw AwaitEndedException.by(awaited.get(), by);
            case AwaitResult.Overflowed<E>(var failure) ->
                throw new AwaitEndedException(awaited.get(), new AwaitEndReason.Overflowed(failure));
            case AwaitResult.TimedOut<E>(var after) ->
                throw new AwaitTimeoutException(awaited.get(), after, "wait longer, or check what the server does");
            case AwaitResult.Interrupted<E>() -> throw new AwaitInterruptedException();
        };
    }

    private static boolean endsConnection(Event event) {
        return event instanceof Event.ChannelClosed || event instanceof Event.ChannelConnectFailed;
    }

    private boolean endsTopic(String topic, Event event) {
        return endsConnection(event)
                || (event instanceof Event.TopicJoinClosed(var closed, var reason) && closed.equals(topic))
                || (event instanceof Event.TopicLeft(var left, var cause) && left.equals(topic));
    }

    private SocketState state() {
        return commit.state();
    }

    /** Sends a command. The caller then waits for its result. */
    private void ask(Supplier<String> awaited, Command command) {
        ask(awaited, List.of(command));
    }

    private void ask(Supplier<String> awaited, List<Operation> operations) {
        Event ending = commit.ending();
        if (ending != null) {
            throw AwaitEndedException.by(awaited.get(), ending);
        }
        commit.apply(operations);
    }

    private void order(Command command) {
        commit.apply(List.of(command));
    }

    private Command.PushMessage pushed(
            String topic, String event, @Nullable Object payload, @Nullable Duration timeout) {
        Payload encoded = commit.socket().encodedPush(topic, event, payload);
        return new Command.PushMessage(commit.nextRef(), topic, event, encoded, timeout);
    }
}
