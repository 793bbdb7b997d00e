// This file has more than 300 lines, because the effects of all operations and events are in one place.
package dev.slipstream.core.state;

import dev.slipstream.core.Command;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Connection;
import dev.slipstream.core.ConnectionStatus;
import dev.slipstream.core.Event;
import dev.slipstream.core.JoinStatus;
import dev.slipstream.core.Operation;
import dev.slipstream.core.Ref;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The state of the connection and the topics: the part of a socket that does not hold the user's values.
 *
 * <p>Operations and events change this state. Each <em>operation</em> is passed to {@link #apply} twice. First, user
 * code writes the operation on a socket, and the returned socket shows the new state. Later, the client process applies
 * the operation to its own state, by the same rules. An operation without effect is dropped, so a second join of a
 * joined topic never reaches the wire. An <em>event</em> is passed to {@link #applyEvent} when the client process takes
 * the event from the mailbox, before the callback of the event runs. This table shows the new status of a topic after
 * each of them:
 *
 * <pre>
 * status     join  leave     joined  refused  crashed  left    lost
 * NONE       go    -         -       -        -        -       -
 * WANTED     go    CLOSED    -       -        -        -       -
 * REQUESTED  -     LEAVING   JOINED  CLOSED   -        -       WANTED
 * JOINED     -     LEAVING   -       -        CLOSED   CLOSED  WANTED
 * LEAVING    go    -         -       -        -        CLOSED  CLOSED
 * CLOSED     go    unwanted  -       -        -        -       WANTED
 * </pre>
 *
 * <p>The first two columns are operations, and the others are events. {@code go} is REQUESTED if the client is
 * connected, otherwise WANTED. {@code -} means no effect. {@code lost} is the end of the connection. The row CLOSED is
 * for a wanted topic that waits for its rejoin. If a closed topic is not wanted, leave and lost have no effect.
 * {@code unwanted} means that the topic stays CLOSED and is no longer wanted.
 */
public final class SocketState {

    /**
     * How many topics are remembered that are closed and not wanted. The topic that closed first is forgotten first.
     */
    public static final int CLOSED_TOPICS_REMEMBERED = 1024;

    /**
     * The state of one topic.
     *
     * @param wanted whether the client wants the topic joined, also after a reconnect
     * @param order the number of the topic's last change; one counter numbers the changes of all topics
     */
    public record TopicState(JoinStatus status, boolean wanted, long order) {

        static final TopicState NEVER = new TopicState(JoinStatus.NONE, false, 0);
    }

    /**
     * The result of applying an operation.
     *
     * @param state the state after the operation
     * @param isEffective whether the operation has an effect; an operation without effect is not sent
     */
    public record Applied(SocketState state, boolean isEffective) {}

    /**
     * Everything except the next ref. A push changes only the next ref, so the old and the new state share this object.
     */
    private record SharedState(
            ConnectionStatus status,
            boolean wantsConnection,
            @Nullable Connection connection,
            @Nullable Configuration configuration,
            PersistentMap<String, TopicState> topics,
            PersistentMap<Long, String> closed,
            long nextOrder) {}

    /** The refs 0 to 31. All clients share these objects to save memory, because most clients need no other refs. */
    private static final List<Ref> FIRST_REFS =
            LongStream.range(0, 32).mapToObj(Long::toString).map(Ref::new).toList();

    private final SharedState shared;
    private final long nextRef;

    private SocketState(SharedState shared, long nextRef) {
        this.shared = shared;
        this.nextRef = nextRef;
    }

    /** Returns the state of a new client. */
    public static SocketState initial() {
        return new SocketState(
                new SharedState(
                        ConnectionStatus.DISCONNECTED,
                        false,
                        null,
                        null,
                        PersistentMap.empty(),
                        PersistentMap.empty(),
                        1),
                1);
    }

    /** The status of the connection. */
    public ConnectionStatus connectionStatus() {
        return shared.status;
    }

    /**
     * Whether the client wants a connection, now or later. False before the first connect, after a disconnect, and
     * after the client gave up.
     */
    public boolean wantsConnection() {
        return shared.wantsConnection;
    }

    /** The connection that is open or being opened; if there is none, the last connection. */
    public Optional<Connection> connection() {
        return Optional.ofNullable(shared.connection);
    }

    /** The configuration of the last {@code connect}. */
    public Optional<Configuration> configuration() {
        return Optional.ofNullable(shared.configuration);
    }

    /** The status of the topic; {@link JoinStatus#NONE} if it was never joined, or is forgotten. */
    public JoinStatus status(String topic) {
        return topic(topic).status();
    }

    /** Whether the client wants the topic joined, now or later; false for an unknown topic. */
    public boolean isWanted(String topic) {
        return topic(topic).wanted();
    }

    /** Whether the two states differ at most in the next ref, as after pushes. */
    @SuppressWarnings("ReferenceEquality") // any other change makes a new SharedState
    public boolean differsOnlyInRefs(SocketState other) {
        return shared == other.shared;
    }

    /** The ref of the socket's next command. */
    public Ref nextRef() {
        return nextRef < FIRST_REFS.size() ? FIRST_REFS.get((int) nextRef) : new Ref(Long.toString(nextRef));
    }

    /** Visits all remembered topics in the order of their names. */
    public void forEachTopic(BiConsumer<String, TopicState> visitor) {
        shared.topics.forEach(visitor);
    }

    /** The topics with this status, in the order of their names. */
    public List<String> topics(JoinStatus status) {
        List<String> names = new ArrayList<>();
        shared.topics.forEach((name, topic) -> {
            if (topic.status() == status) {
                names.add(name);
            }
        });
        return names;
    }

    /** Applies an operation. Misuse does not reach this method, because the socket throws first. */
    public Applied apply(Operation operation) {
        return switch (operation) {
            case Command command -> applyCommand(command);
            case Operation.MakeRequest(var tag, var push) -> applyCommand(push);
            case Operation.Retry.Reconnect() ->
                applied(
                        connectionStatus() == ConnectionStatus.DISCONNECTED && shared.configuration != null,
                        with(ConnectionStatus.CONNECTING, true));
            case Operation.Retry.ReconnectNow() ->
                applied(
                        (connectionStatus() == ConnectionStatus.DISCONNECTED
                                        || connectionStatus() == ConnectionStatus.CONNECTING)
                                && shared.configuration != null,
                        with(ConnectionStatus.CONNECTING, true));
            case Operation.Retry.Rejoin(var ref, var topic, var params) -> {
                JoinStatus status = status(topic);
                boolean isRetryable =
                        status == JoinStatus.WANTED || status == JoinStatus.CLOSED || status == JoinStatus.LEAVING;
                JoinStatus next =
                        connectionStatus() == ConnectionStatus.CONNECTED ? JoinStatus.CLOSED : JoinStatus.WANTED;
                yield withRef(ref).applied(isRetryable, withRef(ref).topic(topic, next, true));
            }
            case Operation.SendToSelf self -> new Applied(this, true);
            case Operation.CancelTimer cancel -> new Applied(this, true);
            case Operation.AnswerCaller caller -> new Applied(this, true);
            case Operation.SetPushBuffer keep -> new Applied(this, true);
            case Operation.SetJoinParams set -> new Applied(this, true);
            case Operation.LaterJoins later -> applied(status(later.topic()) != JoinStatus.NONE, this);
            case Operation.StopClient stop -> new Applied(this, true);
            case Operation.NoEffect none -> new Applied(this, false);
        };
    }

    /** Whether {@link #apply} of this push or request has an effect. */
    public boolean isEffective(Command.PushMessage push) {
        return status(push.topic()) != JoinStatus.NONE;
    }

    /** The state after {@link #apply} of this push or request. It is the same whether the push has an effect or not. */
    public SocketState after(Command.PushMessage push) {
        return withRef(push.ref());
    }

    private Applied applyCommand(Command command) {
        return switch (command) {
            case Command.OpenConnection(var opened, var credentials) ->
                applied(
                        connectionStatus() != ConnectionStatus.CONNECTED,
                        with(ConnectionStatus.CONNECTING, true, shared.connection, opened));
            case Command.CloseConnection() ->
                applied(
                        wantsConnection() && connectionStatus() != ConnectionStatus.DISCONNECTING,
                        with(
                                connectionStatus() == ConnectionStatus.DISCONNECTED
                                        ? ConnectionStatus.DISCONNECTED
                                        : ConnectionStatus.DISCONNECTING,
                                false));
            case Command.JoinTopic(var ref, var topic, var params, var timeout) ->
                withRef(ref).join(topic);
            case Command.LeaveTopic(var ref, var topic) -> withRef(ref).leave(topic);
            case Command.PushMessage push -> {
                SocketState taken = after(push);
                yield taken.applied(isEffective(push), taken);
            }
            case Command.OfferMessage offer ->
                withRef(offer.ref()).applied(status(offer.topic()) == JoinStatus.JOINED, withRef(offer.ref()));
            case Command.SendHeartbeat() -> applied(connectionStatus() == ConnectionStatus.CONNECTED, this);
            case Command.CollectGarbage() -> applied(connectionStatus() == ConnectionStatus.CONNECTED, this);
        };
    }

    private Applied join(String name) {
        JoinStatus next = connectionStatus() == ConnectionStatus.CONNECTED ? JoinStatus.REQUESTED : JoinStatus.WANTED;
        return switch (status(name)) {
            case NONE, WANTED, LEAVING, CLOSED -> new Applied(topic(name, next, true), true);
            case REQUESTED, JOINED -> new Applied(this, false);
        };
    }

    private Applied leave(String name) {
        return switch (status(name)) {
            case NONE, LEAVING -> new Applied(this, false);
            case REQUESTED, JOINED -> new Applied(topic(name, JoinStatus.LEAVING, false), true);
            case WANTED -> new Applied(topic(name, JoinStatus.CLOSED, false), true);
            case CLOSED -> applied(isWanted(name), topic(name, JoinStatus.CLOSED, false));
        };
    }

    /** Applies an event of a connection. */
    public SocketState applyEvent(Connection source, Event event) {
        return switch (event) {
            case Event.ChannelConnected() -> with(source, ConnectionStatus.CONNECTED);
            case Event.ChannelConnectFailed failed -> with(source, ConnectionStatus.DISCONNECTED);
            case Event.ChannelClosed ended ->
                with(source, ConnectionStatus.DISCONNECTED).disconnected();
            case Event.TopicJoinSucceeded(var topic, var response) ->
                changed(topic, JoinStatus.REQUESTED, JoinStatus.JOINED);
            case Event.TopicJoinFailed(var topic, var reason) ->
                changed(topic, JoinStatus.REQUESTED, JoinStatus.CLOSED);
            case Event.TopicJoinClosed(var topic, var reason) -> changed(topic, JoinStatus.JOINED, JoinStatus.CLOSED);
            case Event.TopicLeft(var topic, var cause) -> left(topic);
            case Event.MessageReceived message -> this;
            case Event.ReplyReceived reply -> this;
            case Event.PushFailed failed -> this;
            case Event.Internal internal -> this;
        };
    }

    /** Returns this state while this connection is being opened. */
    public SocketState withAttempt(Connection attempt) {
        return with(attempt, ConnectionStatus.CONNECTING);
    }

    /** Returns this state with the connection no longer wanted. For a client that gave up connecting. */
    public SocketState withoutWantedConnection() {
        return with(shared.status, false);
    }

    /** Returns this state with the topic no longer wanted. */
    public SocketState withUnwanted(String name) {
        TopicState known = topic(name);
        return known.wanted() ? topic(name, known.status(), false) : this;
    }

    /** Returns this state with the topic closed by the server, but still wanted, because the client joins it again. */
    public SocketState withClosedButWanted(String name) {
        return topic(name, JoinStatus.CLOSED, true);
    }

    /** Returns this state with the topic wanted and its join requested. */
    public SocketState withRequested(String name) {
        return topic(name, JoinStatus.REQUESTED, true);
    }

    private SocketState changed(String name, JoinStatus before, JoinStatus next) {
        return status(name) == before ? topic(name, next, isWanted(name)) : this;
    }

    private SocketState left(String name) {
        return switch (status(name)) {
            case JOINED, LEAVING -> topic(name, JoinStatus.CLOSED, false);
            case NONE, WANTED, REQUESTED, CLOSED -> this;
        };
    }

    private SocketState disconnected() {
        SocketState[] result = {this};
        shared.topics.forEach((name, topic) -> {
            switch (topic.status()) {
                case REQUESTED, JOINED -> result[0] = result[0].topic(name, JoinStatus.WANTED, true);
                case LEAVING -> result[0] = result[0].topic(name, JoinStatus.CLOSED, false);
                case CLOSED -> {
                    if (topic.wanted()) {
                        result[0] = result[0].topic(name, JoinStatus.WANTED, true);
                    }
                }
                case NONE, WANTED -> {}
            }
        });
        return result[0];
    }

    private TopicState topic(String name) {
        TopicState known = shared.topics.get(name);
        return known == null ? TopicState.NEVER : known;
    }

    private SocketState topic(String name, JoinStatus status, boolean wanted) {
        TopicState known = topic(name);
        PersistentMap<String, TopicState> changed =
                shared.topics.with(name, new TopicState(status, wanted, shared.nextOrder));
        PersistentMap<Long, String> forgettable = shared.closed.without(known.order());
        if (status == JoinStatus.CLOSED && !wanted) {
            forgettable = forgettable.with(shared.nextOrder, name);
            Long longest = forgettable.first();
            if (forgettable.size() > CLOSED_TOPICS_REMEMBERED && longest != null) {
                String forgotten = forgettable.get(longest);
                forgettable = forgettable.without(longest);
                changed = forgotten == null ? changed : changed.without(forgotten);
            }
        }
        SharedState next = new SharedState(
                shared.status,
                shared.wantsConnection,
                shared.connection,
                shared.configuration,
                changed,
                forgettable,
                shared.nextOrder + 1);
        return new SocketState(next, nextRef);
    }

    /**
     * Makes the next ref higher than this ref. Ignores refs that begin with a letter, because sessions make them, and
     * sockets do not.
     */
    private SocketState withRef(Ref ref) {
        char first = ref.value().charAt(0);
        if (first < '0' || first > '9') {
            return this;
        }
        long next = Math.max(nextRef, Long.parseLong(ref.value()) + 1);
        return next == nextRef ? this : new SocketState(shared, next);
    }

    private SocketState with(ConnectionStatus status, boolean wants) {
        return with(status, wants, shared.connection, shared.configuration);
    }

    private SocketState with(Connection connection, ConnectionStatus status) {
        return with(status, shared.wantsConnection, connection, shared.configuration);
    }

    private SocketState with(
            ConnectionStatus status,
            boolean wants,
            @Nullable Connection connection,
            @Nullable Configuration configuration) {
        SharedState next = new SharedState(
                status, wants, connection, configuration, shared.topics, shared.closed, shared.nextOrder);
        return new SocketState(next, nextRef);
    }

    private Applied applied(boolean isEffective, SocketState after) {
        return new Applied(isEffective ? after : this, isEffective);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("SocketState[").append(connectionStatus());
        connection().ifPresent(known -> text.append(", ").append(known));
        shared.topics.forEach((name, topic) -> text.append(", ")
                .append(name)
                .append('=')
                .append(topic.status())
                .append(topic.wanted() ? "" : " unwanted"));
        return text.append(", next ref ").append(nextRef).append(']').toString();
    }
}
