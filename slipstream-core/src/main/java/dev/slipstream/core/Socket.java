// This file has more than 300 lines, because it lists every operation of a callback.
package dev.slipstream.core;

import dev.slipstream.core.state.LiveSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The immutable value that a callback receives and returns: the client's state and the pending operations.
 *
 * <p>Each operation returns a new socket with one more pending operation. A callback returns the last of these
 * sockets. After the callback has returned, the client process applies the operations of the returned socket, in order.
 * Therefore a callback that throws sends nothing and changes nothing. If a callback returns another socket than the
 * last one, the operations that the returned socket does not hold are lost. Slipstream for Elixir calls this design the
 * token pattern.
 *
 * <p>A socket shows the state at the start of its callback, updated by its own pending operations. Any thread may read
 * a socket. Only the callback that received a socket may call operations on the socket, and only on the thread of the
 * callback. An operation that is called later, or on another thread, throws {@link IllegalStateException}. Misuse
 * throws a {@link RuntimeException} at the call. The message of the exception names the value and the state. No
 * duration may be longer than {@link DurationLimits#LONGEST}.
 *
 * <h2>Each operation in each state</h2>
 *
 * No operation on a connection or topic is dropped silently. <em>Dropped</em> means that the operation will never have
 * its effect. <em>Not needed</em> means that the operation has nothing to do, for example because the requested state
 * exists already. The client reports both as {@link Observation.OperationDropped}. In this report, {@code isDone} is
 * false if the operation was dropped, and true if it was not needed. <em>Throws</em> means that the call throws an
 * {@link IllegalStateException}.
 *
 * <table>
 * <caption>Operations on the connection</caption>
 * <tr><th>operation</th><th>DISCONNECTED</th><th>CONNECTING</th><th>CONNECTED</th><th>DISCONNECTING</th></tr>
 * <tr><td>{@code connect}</td><td>connects</td><td>replaces the attempt</td><td>throws</td>
 *     <td>connects after the end of the connection</td></tr>
 * <tr><td>{@code reconnect}</td><td>connects after the delay that the policy chose, or after the backoff if the policy
 *     gave up; throws without a configuration</td><td>not needed</td>
 *     <td>throws</td><td>dropped</td></tr>
 * <tr><td>{@code reconnectNow}</td><td>connects; throws without a configuration</td>
 *     <td>ends a backoff; not needed if an attempt is under way</td><td>not needed</td><td>dropped</td></tr>
 * <tr><td>{@code disconnect}</td><td>cancels the reconnect; not needed if there is none</td>
 *     <td>cancels the attempt</td><td>disconnects</td><td>not needed</td></tr>
 * <tr><td>{@code heartbeat}</td><td>not needed</td><td>not needed</td>
 *     <td>sends a heartbeat unless one is outstanding</td><td>not needed</td></tr>
 * <tr><td>{@code collectGarbage}</td><td>not needed</td><td>not needed</td><td>drops spare buffers</td>
 *     <td>not needed</td></tr>
 * </table>
 *
 * <p>In the next table, <em>buffered</em> means that the push or request waits in the topic's {@link PushBuffer} until
 * the topic is joined. If the topic has no buffer, or the buffer has no room, the outcome is {@code Lost}. If the topic
 * is {@code CLOSED} and not wanted, the outcome is also {@code Lost}. {@code Lost} is {@link Reply.Lost}:
 * {@code handleReply} receives it for a push, {@code handleOutcome} for a request.
 *
 * <table>
 * <caption>Operations on a topic, by its {@link JoinStatus}</caption>
 * <tr><th>operation</th><th>NONE</th><th>WANTED</th><th>REQUESTED</th><th>JOINED</th><th>LEAVING</th>
 *     <th>CLOSED</th></tr>
 * <tr><td>{@code join}</td><td>joins</td><td>replaces the params</td><td>sets the params of later joins</td>
 *     <td>sets the params of later joins</td><td>joins at once</td><td>joins at once</td></tr>
 * <tr><td>{@code rejoin}</td><td>throws</td><td>replaces the params</td>
 *     <td>sets the params of later joins; not needed if called without params</td>
 *     <td>sets the params of later joins; not needed if called without params</td>
 *     <td>joins after the backoff</td><td>joins after the backoff</td></tr>
 * <tr><td>{@code leave}</td><td>not needed</td><td>cancels the join</td><td>leaves</td><td>leaves</td>
 *     <td>not needed</td><td>cancels the rejoin; not needed if none is planned</td></tr>
 * <tr><td>{@code push}</td><td>throws</td><td>buffered, or {@code Lost}</td><td>buffered, or {@code Lost}</td>
 *     <td>sends</td><td>{@code Lost}</td><td>buffered if wanted, or {@code Lost}</td></tr>
 * <tr><td>{@code request}</td><td>throws</td><td>buffered, or {@code Lost}</td><td>buffered, or {@code Lost}</td>
 *     <td>sends</td><td>{@code Lost}</td><td>buffered if wanted, or {@code Lost}</td></tr>
 * </table>
 *
 * <p>{@code join} sends the join at once if there is a connection, otherwise when the client is connected.
 * {@code sendAfter}, {@code sendEvery} and {@code idleAfter} replace an earlier timer. If there is no timer,
 * {@code cancel} has no effect, and the client reports nothing. A second call of {@code stop} is ignored. While the
 * client stops, it drops all operations except {@code answer} and {@code refuse}. Telemetry then reports operations that
 * send a message as operations without effect, and all other dropped operations as not needed.
 */
@CheckReturnValue
public sealed interface Socket permits LiveSocket {

    // --- the connection ---------------------------------------------------------------------------------------------

    /**
     * Connects and stays connected: if the connection is lost, {@link Configuration#reconnectPolicy()} decides whether
     * and when the client connects again.
     *
     * @throws IllegalStateException if there is a connection; call {@link #disconnect()} first
     * @throws IllegalArgumentException if the URI or the params have a {@code vsn} other than the serializer's; do not
     *     set {@code vsn}, because the client adds it. Also if the configuration asks for compression and the transport
     *     has none
     */
    Socket connect(Configuration configuration);

    /**
     * Connects again with the last configuration, after the next delay of the reconnect backoff. In
     * {@code handleDisconnect} this call overrules a policy that gave up. If the policy decided to reconnect, this
     * call changes nothing: the client connects after the delay that the policy chose.
     *
     * @throws IllegalStateException if there is a connection, or the client never had a configuration
     */
    Socket reconnect();

    /**
     * Connects again at once, without the delay of {@link #reconnect()} and without asking the policy. Call this, for
     * example, when the program learns that the network is back. The client still counts earlier failures. If there is
     * a connection or an attempt under way, this call has no effect.
     *
     * @throws IllegalStateException if the client never had a configuration
     */
    Socket reconnectNow();

    /**
     * Ends the connection or the attempt under way, and does not connect again. In {@code handleDisconnect} this call
     * cancels later attempts. If there is no connection and no attempt, this call has no effect.
     */
    Socket disconnect();

    /**
     * Sends a heartbeat at once, unless one is outstanding. Call this, for example, when the program learns that the
     * network changed. If the server does not answer within {@link Configuration#heartbeatTimeout()}, the connection
     * ends with {@link Failure.HeartbeatTimedOut}. Without a connection, this call has no effect.
     */
    Socket heartbeat();

    /** Asks the serializer to drop its spare buffers. Without a connection, this call has no effect. */
    Socket collectGarbage();

    // --- topics -----------------------------------------------------------------------------------------------------

    /** Joins a topic with empty params, like {@code join(topic, Map.of())}. */
    Socket join(String topic);

    /**
     * Joins a topic and stays joined. The topic is wanted, also across reconnects, until it is left, refused, or closed
     * by the server. Without a connection, the client sends the join when it is connected. If the topic is already
     * requested or joined, nothing is sent now.
     *
     * <p>Later joins use these params, whatever the status of the topic is now. These params replace earlier params and
     * an earlier supplier of the topic.
     *
     * @param params the argument of the channel's {@code join/3}, as JSON; not null
     * @throws IllegalArgumentException if the params are null or cannot be encoded; if the topic is empty, is reserved
     *     by Phoenix or has a lone surrogate; or if the type of the params belongs to another parameter or method, so
     *     that this call must be a mistake. Such params are a {@link PushBuffer}, {@link JoinParams} or
     *     {@link JoinOptions} (see {@link #joinWith}), a timeout, a type, a stage, a supplier, a {@link ReplyHandler},
     *     a {@link Configuration} and {@link Credentials}
     */
    Socket join(String topic, Object params);

    /**
     * Like {@link #join(String, Object)}, with options: a supplier that gives the params of each join, and a buffer for
     * pushes that are made while the topic is not joined.
     */
    Socket joinWith(String topic, JoinOptions options);

    /**
     * Joins a topic again, with the params of the last join, after the next delay of the rejoin backoff.
     *
     * @throws IllegalStateException if the topic was never joined, or closed so long ago that it is forgotten
     */
    Socket rejoin(String topic);

    /**
     * Joins a topic again after the next delay of the rejoin backoff. These params replace the last params and any
     * supplier. If the topic is already requested or joined, nothing is sent now, and the next join has these params.
     *
     * @throws IllegalStateException if the topic was never joined, or closed so long ago that it is forgotten
     */
    Socket rejoin(String topic, Object params);

    /** Makes a topic unwanted, and leaves it if it is joined or requested. */
    Socket leave(String topic);

    // --- messages to the server -------------------------------------------------------------------------------------

    /**
     * Pushes a message without waiting for a reply. To recognize the reply later, read {@link #nextRef()} before this
     * call: the reply has this ref.
     *
     * <p>If the topic is not joined at the moment, the push waits in the buffer of the topic. Without a buffer, the
     * client drops the push. If the server reads too slowly, the outbound queue of the connection may be full. A push
     * to a full queue is dropped, and {@code handleReply} receives {@link Failure.Overflow}. To send many messages,
     * call a {@code push} method that has a timeout, on a {@code RunningClient} or a {@code Session}. These methods
     * wait until the queue has room.
     *
     * @param payload encoded at this call; a {@code byte[]} is sent as binary, null as JSON's null
     * @throws IllegalStateException if the topic was never joined, or closed so long ago that it is forgotten
     * @throws IllegalArgumentException if the payload cannot be encoded (see {@link Encoder}); if Phoenix reserves the
     *     event name or cannot read it; or if the payload is an argument for another parameter, such as a timeout or a
     *     type
     */
    Socket push(String topic, String event, @Nullable Object payload);

    /** Pushes a message without a payload: Phoenix receives <code>{}</code>. */
    Socket push(String topic, String event);

    /**
     * Pushes a message and delivers exactly one outcome to {@code handleOutcome}, with the tag. The outcome is a reply,
     * or the reason why there is no reply. The timeout is {@link Configuration#requestTimeout()}.
     *
     * @throws IllegalStateException if the topic was never joined, or closed so long ago that it is forgotten
     * @param payload as for {@link #push(String, String, Object)}
     * @throws IllegalArgumentException if the payload cannot be encoded (see {@link Encoder}); if Phoenix reserves the
     *     event name or cannot read it; or if the tag is a {@link Duration}, {@link Class} or {@link TypeRef}
     */
    Socket request(String topic, String event, @Nullable Object payload, Object tag);

    /** Like {@link #request(String, String, Object, Object)}, but with this timeout, which must be more than 0. */
    Socket request(String topic, String event, @Nullable Object payload, Object tag, Duration timeout);

    /**
     * Pushes a message and calls the handler, instead of {@code handleOutcome}, with exactly one outcome. The timeout
     * is {@link Configuration#requestTimeout()}.
     *
     * @throws IllegalStateException as {@link #request(String, String, Object, Object)}
     * @throws IllegalArgumentException as {@link #request(String, String, Object, Object)}
     */
    Socket request(String topic, String event, @Nullable Object payload, ReplyHandler handler);

    /**
     * Like {@link #request(String, String, Object, ReplyHandler)}, but with this timeout, which must be more than 0.
     */
    Socket request(String topic, String event, @Nullable Object payload, ReplyHandler handler, Duration timeout);

    // --- messages to this client ------------------------------------------------------------------------------------

    /** Sends a message to this client. The message reaches {@code handleInfo} after the messages in the mailbox. */
    Socket send(Object message);

    /** Sends a message to this client after a delay. This timer replaces a timer with an equal key. */
    Socket sendAfter(Object key, Duration delay, Object message);

    /**
     * Sends a message to this client periodically. This timer replaces a timer with an equal key. The first message
     * arrives after one period. If the client is late by more than a period, it skips the missed messages.
     */
    Socket sendEvery(Object key, Duration period, Object message);

    /** Cancels the timer of this key. The message of the timer is not delivered, even if the timer was due. */
    Socket cancel(Object key);

    /** Calls {@code handleContinue} with this message, before the client takes a message from the mailbox. */
    Socket then(Object message);

    /**
     * Sends a message to this client if nothing else reaches the client for this long. A later call replaces an
     * earlier call.
     */
    Socket idleAfter(Duration quiet, Object message);

    // --- callers, and the end ---------------------------------------------------------------------------------------

    /** Answers a caller that waits on another thread: the wait ends, and the caller gets this value. */
    <T> Socket answer(From<T> from, T value);

    /** Refuses a caller: the caller gets an exception with this message. Do not put a secret in the message. */
    Socket refuse(From<?> from, String why);

    /**
     * Ends this client after the callback has returned. After that, the client calls only {@code handleDisconnect},
     * {@code terminate}, and the callbacks that receive the outcomes of requests.
     */
    Socket stop(StopReason reason);

    // --- the user's values ------------------------------------------------------------------------------------------

    /** Assigns a value to a key. The value must not be null; {@link #unassign} removes a value. */
    <T> Socket assign(AssignKey<T> key, T value);

    /**
     * Changes the value of a key.
     *
     * @throws IllegalStateException if the key has no value
     */
    <T> Socket update(AssignKey<T> key, UnaryOperator<T> change);

    /** Removes the value of a key. If the key has an initial value, the key has this value again. */
    Socket unassign(AssignKey<?> key);

    /**
     * The value of a key.
     *
     * @throws IllegalStateException if the key has no value
     */
    <T> T assigned(AssignKey<T> key);

    /** The value of a key, if it has one. */
    <T> Optional<T> find(AssignKey<T> key);

    // --- loops and branches -----------------------------------------------------------------------------------------

    /** Calls the step with each item. Each call gets the socket that the previous call returned. */
    <T> Socket fold(Iterable<? extends T> items, BiFunction<? super T, Socket, Socket> step);

    /** Calls the step if the condition holds; otherwise returns this socket. */
    Socket when(boolean condition, UnaryOperator<Socket> step);

    // --- the known state --------------------------------------------------------------------------------------------

    /**
     * Whether the websocket is open. The value becomes true with the event for {@code handleConnect}, and false with
     * the event for {@code handleDisconnect}.
     */
    boolean isConnected();

    /**
     * Whether the client will connect automatically: it has no connection, and wants a connection. The value is false
     * while {@link #isConnected()} is true. In {@code handleDisconnect}, the value is false if the policy gave up or
     * user code called {@link #disconnect()}. The value becomes true when the callback calls {@link #connect},
     * {@link #reconnect()} or {@link #reconnectNow()}.
     */
    boolean willReconnect();

    /** Whether the server accepted the join, and the topic was not left or closed after that. */
    boolean isJoined(String topic);

    /**
     * Whether the topic is wanted. The client joins a wanted topic, and joins it again after a failure or a reconnect.
     */
    boolean isWanted(String topic);

    /**
     * The status of the topic. The client remembers the last 1,024 topics that are closed and not wanted. It forgets
     * earlier ones, which then have the status {@link JoinStatus#NONE}.
     */
    JoinStatus status(String topic);

    /** The joined topics, in the order of their names. */
    List<String> joined();

    /** The configuration of the last {@code connect}. */
    Optional<Configuration> configuration();

    /** The current connection with its response headers; without a current connection, the last one. */
    Optional<Connection> connection();

    /** The ref of the next join, leave, push or request. */
    Ref nextRef();

    /** All pending operations, in the order in which user code called them. */
    List<Operation> operations();

    /** The pending commands, including requests, in the order in which user code called them. */
    List<Command> commands();
}
