// Longer than 300 lines: it is the one list of the operations of a callback.
package dev.slipstream.core;

import dev.slipstream.core.state.LiveSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * The value that a client holds: everything it knows, and the operations it wants applied (the token pattern).
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
public sealed interface Socket permits LiveSocket {

    // --- the connection ---------------------------------------------------------------------------------------------

    /**
     * Connects, and stays connected: what is lost is connected again as the configuration's policy says.
     *
     * @throws IllegalStateException if there is a connection; disconnect first
     */
    Socket connect(Configuration configuration);

    /**
     * Connects again with the configuration of last time, after the next delay of its backoff.
     *
     * <p>Not needed after a failure that the policy retries by itself.
     *
     * @throws IllegalStateException if there is a connection, or never was a configuration
     */
    Socket reconnect();

    /**
     * Connects again at once, where {@link #reconnect()} or the policy would wait: for a program that hears of the network
     * being back. What was tried in vain is remembered. With a connection, or an attempt under way, it does nothing.
     *
     * @throws IllegalStateException if there never was a configuration
     */
    Socket reconnectNow();

    /**
     * Ends the connection, or the attempt at one, and stays apart; in {@code handleDisconnect} it takes back the attempts that
     * would follow. Where none of these is to be ended it does nothing.
     */
    Socket disconnect();

    /**
     * Sends a heartbeat now, unless one is out, and does not wait until it is time for the next: for a program that hears of
     * the network having changed. If it is not answered in {@link Configuration#heartbeatTimeout()} the connection ends with
     * {@link Failure.HeartbeatTimedOut}. Without a connection it does nothing.
     */
    Socket heartbeat();

    /** Asks the connection to let the serializer drop its spare buffers: a hint. Without a connection it does nothing. */
    Socket collectGarbage();

    // --- topics -----------------------------------------------------------------------------------------------------

    /** Joins a topic without params. */
    Socket join(String topic);

    /**
     * Joins a topic, and stays joined: the wish is kept over reconnects until the topic is left, closed by the server or
     * refused. Not connected, the join goes out when it is. A topic that is requested or joined already is left as it is.
     *
     * @param params what the channel's {@code join/3} is given, as JSON
     */
    Socket join(String topic, Object params);

    /** Joins a topic that keeps what is pushed while it is not joined. */
    Socket join(String topic, Object params, PushBuffer buffer);

    /** Joins a topic whose params are asked for at each join. */
    Socket join(String topic, JoinParams params);

    /** Joins a topic whose params are asked for at each join, and that keeps what is pushed while it is not joined. */
    Socket join(String topic, JoinParams params, PushBuffer buffer);

    /**
     * Joins a topic again, with the params of last time, after the next delay of its backoff.
     *
     * @throws IllegalStateException if it was never joined, or closed so long ago that it is forgotten
     */
    Socket rejoin(String topic);

    /**
     * Joins a topic again, with these params from now on and nobody asked, after the next delay of its backoff.
     *
     * @throws IllegalStateException if it was never joined, or closed so long ago that it is forgotten
     */
    Socket rejoin(String topic, Object params);

    /** Takes back the wish to be joined, and leaves the topic where it is joined or requested. */
    Socket leave(String topic);

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
    Socket push(String topic, String event, Object payload);

    /**
     * Pushes a message whose outcome comes to {@code handleOutcome} with the tag, exactly once: a reply, or why there is
     * none. The configuration's {@link Configuration#requestTimeout()} applies.
     *
     * @throws IllegalStateException if the topic was never joined, or closed so long ago that it is forgotten
     * @throws IllegalArgumentException if the payload cannot be encoded, or a name is Phoenix's own
     */
    Socket request(String topic, String event, Object payload, Object tag);

    /** As {@link #request(String, String, Object, Object)}, with a timeout of its own, greater than 0. */
    Socket request(String topic, String event, Object payload, Object tag, Duration timeout);

    // --- messages to this client ------------------------------------------------------------------------------------

    /** Sends this client a message, behind all that waits: it comes to {@code handleInfo}. */
    Socket send(Object message);

    /** Sends this client a message after a delay; replaces the timer of an equal key. */
    Socket sendAfter(Object key, Duration delay, Object message);

    /**
     * Sends this client a message again and again; replaces the timer of an equal key. The first comes after one period;
     * ticks that were missed are left out.
     */
    Socket sendEvery(Object key, Duration period, Object message);

    /** Ends the timer of this key. Its message is not delivered any more, even if it was due. */
    Socket cancel(Object key);

    /** Goes on with {@code handleContinue}, before anything that waits in the mailbox. */
    Socket then(Object message);

    /** Sends this client a message if nothing else reaches it for so long. The last such wish counts. */
    Socket idleAfter(Duration quiet, Object message);

    // --- callers, and the end ---------------------------------------------------------------------------------------

    /** Answers a caller. */
    <T> Socket answer(From<T> from, T value);

    /** Tells a caller that there will be no answer; its wait ends with an exception of these words. */
    Socket refuse(From<?> from, String why);

    /** Ends this client once the callback has returned: outcomes and {@code terminate} are all that follow. */
    Socket stop(StopReason reason);

    // --- the user's values ------------------------------------------------------------------------------------------

    /** Keeps a value under a key. */
    <T> Socket assign(AssignKey<T> key, T value);

    /**
     * Changes the value of a key.
     *
     * @throws IllegalStateException if it has none
     */
    <T> Socket update(AssignKey<T> key, UnaryOperator<T> change);

    /** Forgets the value of a key; its initial value, if it has one, is there again. */
    Socket unassign(AssignKey<?> key);

    /**
     * The value of a key.
     *
     * @throws IllegalStateException if it has none
     */
    <T> T assigned(AssignKey<T> key);

    /** The value of a key, if it has one. */
    <T> Optional<T> find(AssignKey<T> key);

    // --- loops and branches -----------------------------------------------------------------------------------------

    /** Applies a step for each item, each to the socket that the one before returned. */
    <T> Socket fold(Iterable<? extends T> items, BiFunction<? super T, Socket, Socket> step);

    /** Applies a step if the condition holds. */
    Socket when(boolean condition, UnaryOperator<Socket> step);

    // --- what is known ----------------------------------------------------------------------------------------------

    /** Whether the websocket is open: from the event that reaches {@code handleConnect} until the end is known here. */
    boolean isConnected();

    /** Whether the server agreed to the join, and the topic was neither left nor closed since. */
    boolean isJoined(String topic);

    /** Whether this client means to be joined to the topic, now or when it can. */
    boolean isWanted(String topic);

    /**
     * Where this client stands with the topic. {@link JoinStatus#NONE} is also that of a topic which closed so long ago that
     * it is forgotten: 1,024 are remembered that are closed and not wanted.
     */
    JoinStatus status(String topic);

    /** The joined topics, in the order of their names. */
    List<String> joined();

    /** Where the client was last told to connect to. */
    Optional<Configuration> configuration();

    /** The live connection, or the last one: its number, and what the server said when it opened. */
    Optional<Connection> connection();

    /** The ref that the next join, leave, push or request will bear. */
    Ref nextRef();

    /** All letters written so far, in order. */
    List<Operation> operations();

    /** The commands among the letters, requests included, in order. */
    List<Command> commands();

    // --- for processes ----------------------------------------------------------------------------------------------
}
