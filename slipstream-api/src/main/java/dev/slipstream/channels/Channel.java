// This file has more than 300 lines, because this class has everything that a program can do with a channel.
package dev.slipstream.channels;

import dev.slipstream.AwaitEndedException;
import dev.slipstream.AwaitTimeoutException;
import dev.slipstream.ClientEndedException;
import dev.slipstream.JoinFailedException;
import dev.slipstream.PushFailedException;
import dev.slipstream.ReplyException;
import dev.slipstream.RequestLostException;
import dev.slipstream.RunningClient;
import dev.slipstream.core.DurationLimits;
import dev.slipstream.core.LeaveCause;
import dev.slipstream.core.LogSafe;
import dev.slipstream.core.Payload;
import dev.slipstream.core.PayloadMismatchException;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import dev.slipstream.core.TopicCloseReason;
import dev.slipstream.core.TypeRef;
import dev.slipstream.core.presence.Presences;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A handle of one channel of the server: its handlers, its pushes and its life cycle.
 *
 * <pre>{@code
 * Channel lobby = socket.channel("rooms:lobby", Map.of("user", 1));
 * lobby.on("shout", Shout.class, shout -> show(shout.text()));
 * lobby.join().thenAccept(welcome -> lobby.push("shout", Map.of("text", "hello")));
 * }</pre>
 *
 * <h2>Handlers</h2>
 *
 * <p>Handlers run on the client process of the socket, one at a time, in the order of the server's messages. A handler
 * may block; later messages wait until it returns. Handlers of one event run in the order in which they were
 * registered, and before the handlers of {@link #onAny}. If a handler throws, the exception is logged, telemetry
 * receives {@link dev.slipstream.core.Observation.HandlerFailed}, and the other handlers still run. If a handler cannot
 * decode a message, the client logs and counts {@link dev.slipstream.core.Observation.PayloadMismatched} for this
 * handler, and the other handlers still run. Register handlers before {@link #join}. A handler that is registered later
 * misses the messages that arrived before, because the channel does not keep messages.
 *
 * <p>A handler may call every method of a channel and its socket, except {@link ChannelSocket#awaitJoined} and the
 * {@link #pushAndForget(String, Object, Duration) pushAndForget} that waits for room. It must not wait for a stage that
 * one of these methods returns: {@code join} and {@code get} of the stage throw {@link IllegalStateException} in a
 * handler, because the stage completes only after the handler has returned. Continue in {@code thenAccept} instead. The
 * client does not detect a wait for a future of your own that completes after the stage, or for a future of
 * {@code CompletableFuture.allOf}. Such a wait blocks the client. If the stage belongs to a push, the wait lasts until
 * the timeout of the push, which is then {@code Lost}. If the stage has no timeout, such as the stage of
 * {@link #leave}, the wait never ends.
 *
 * <p>Stages complete on a virtual thread, so a function in {@code thenAccept} may run at the same time as a handler. If
 * the mailbox is full, the stage of {@link #leave} completes on the client process instead, after the handlers of
 * {@link #onLeave}.
 *
 * <h2>Life cycle</h2>
 *
 * <p>After {@link #join} a channel is wanted until you leave it, or until the client no longer tries to join it, for
 * example after a refusal. While it is wanted, the client joins it again as the client's
 * {@link dev.slipstream.core.ReconnectPolicy} says. When it is no longer wanted, the same handle can be joined again,
 * unless another handle of the topic was made since. All methods are thread-safe.
 */
public final class Channel {

    private final String topic;
    private final ClientAccess client;
    private final OpenChannels channels;
    private final ChannelState state;
    private volatile boolean isAsked;

    Channel(String topic, ChannelState state, ClientAccess client, OpenChannels channels) {
        this.topic = topic;
        this.client = client;
        this.channels = channels;
        this.state = state;
    }

    /** The topic, such as {@code rooms:lobby}. */
    public String topic() {
        return topic;
    }

    ChannelState state() {
        return state;
    }

    boolean isOf(ClientAccess socket) {
        return client.equals(socket);
    }

    /** Whether the channel is joined now. */
    public boolean isJoined() {
        return state.isJoined();
    }

    /**
     * Whether the channel is joined, or the client joins it as soon as possible. In a handler of {@link #onError}, the
     * result is true if the client tries again.
     */
    public boolean isWanted() {
        return state.isWanted();
    }

    // --- handlers ---------------------------------------------------------------------------------------------------

    /**
     * Calls a handler with the payload of each message of this event.
     *
     * @throws IllegalArgumentException if Phoenix reserves the event: its name begins with {@code phx_}
     */
    public Registration on(String event, Consumer<? super Payload> handler) {
        return on(event, "", handler);
    }

    private Registration on(String event, String type, Consumer<? super Payload> handler) {
        if (event.startsWith("phx_")) {
            throw new IllegalArgumentException("cannot handle " + LogSafe.of(event) + " of " + LogSafe.of(topic)
                    + ": Phoenix reserves events that begin with phx_; use onJoin, onLeave or onError");
        }
        return state.handlers().on(event, type, handler);
    }

    /** Like {@link #on(String, Consumer)}, with the payload decoded to a type. */
    public <T> Registration on(String event, Class<T> type, Consumer<? super T> handler) {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(handler, "handler");
        return on(event, type.getTypeName(), payload -> handler.accept(payload.as(type)));
    }

    /** Like {@link #on(String, Consumer)}, with the payload decoded to a generic type. */
    public <T> Registration on(String event, TypeRef<T> type, Consumer<? super T> handler) {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(handler, "handler");
        return on(event, type.type().getTypeName(), payload -> handler.accept(payload.as(type)));
    }

    /** Calls a handler with each message of any event. */
    public Registration onAny(Consumer<? super ChannelMessage> handler) {
        return state.handlers().onAny(handler);
    }

    /** Calls a handler with the server's response to each join: the first join and each rejoin. */
    public Registration onJoin(Consumer<? super Payload> handler) {
        return state.handlers().onJoin(handler);
    }

    /**
     * Calls a handler when the channel was left by {@link #leave}, or ended normally by the server ({@code phx_close}).
     * In the second case {@link #isWanted} says whether the client joins it again. After a lost connection this handler
     * is not called; see {@link ChannelSocket#onClose}.
     */
    public Registration onLeave(Consumer<? super LeaveCause> handler) {
        return state.handlers().onLeave(handler);
    }

    /**
     * Calls a handler when a join failed or the channel crashed on the server ({@code phx_error}). {@link #isWanted} is
     * true if the client tries again.
     */
    public Registration onError(Consumer<? super TopicCloseReason> handler) {
        return state.handlers().onError(handler);
    }

    // --- the life cycle ---------------------------------------------------------------------------------------------

    /**
     * Joins the channel, and stays joined.
     *
     * <p>The stage completes with the server's response when the channel is joined. If a join is under way, the stage
     * completes with the response to this join. If the channel is joined already, nothing is sent, and the stage
     * completes with the response to the last join. While the client connects or tries again, the stage waits without a
     * limit. The stage completes exceptionally in these cases:
     *
     * <ul>
     *   <li>{@link JoinFailedException}: the server refused the join, or the channel crashed, and the client does not
     *       try again. The message shows the server's reason. The stage fails after the handlers of {@link #onError},
     *       and after the steps that they gave to {@link RunningClient#run}.
     *   <li>{@link AwaitEndedException}: the channel was left, or the client does not connect again.
     *   <li>{@link ClientEndedException}: the socket was closed, or its client was restarted meanwhile. After a restart
     *       the channel stays wanted; call {@code join} again to wait for it.
     *   <li>{@link IllegalArgumentException}: the params cannot be encoded.
     *   <li>{@link IllegalStateException}: too many callers wait for joins
     *       ({@link dev.slipstream.StartOptions#maxMessages}), or the mailbox was full when the answer arrived. The
     *       channel stays wanted; call {@code join} again.
     * </ul>
     *
     * <p>To end the wait, call {@code toCompletableFuture().cancel(false)} on this stage, not on a stage that depends
     * on it. The channel stays wanted. The cancelled wait no longer counts toward the limit of waiting callers.
     *
     * @throws IllegalStateException if this handle was left, refused or ended, and another handle of the topic is in
     *     use; or if the mailbox is full
     * @throws ClientEndedException if the socket is closed
     */
    public CompletionStage<Payload> join() {
        return join(running -> running.whenJoined(topic));
    }

    /**
     * Like {@link #join()}, with a timeout. After the timeout the stage completes with {@link AwaitTimeoutException},
     * and the channel stays wanted. Call {@link #leave} if the client should not try again.
     *
     * @param timeout how long the stage waits: more than 0
     */
    public CompletionStage<Payload> join(Duration timeout) {
        DurationLimits.positive("timeout of the join", timeout);
        return join(running -> running.whenJoined(topic, timeout));
    }

    private CompletionStage<Payload> join(Function<RunningClient, CompletionStage<@Nullable Void>> wait) {
        UnbegunCalls.Call call = state.calls().addJoin();
        try {
            channels.claim(this);
        } catch (IllegalStateException isInUse) {
            state.calls().refuse(call);
            throw isInUse;
        }
        isAsked = true;
        return client.whenStarted(running -> join(running, call, wait));
    }

    private CompletionStage<Payload> join(
            RunningClient running,
            UnbegunCalls.Call call,
            Function<RunningClient, CompletionStage<@Nullable Void>> wait) {
        CompletionStage<@Nullable Void> asked;
        try {
            asked = running.run(socket -> beginJoin(call, socket)).whenComplete((begun, thrown) -> {
                if (thrown != null) {
                    lose(call);
                }
            });
        } catch (RuntimeException refused) {
            state.calls().refuse(call);
            throw refused;
        }
        CompletionStage<@Nullable Void> joined = ClientAccess.begun(wait, running);
        CompletableFuture<Payload> done = client.stage();
        ClientAccess.passTimeout(joined, done); // the timeout also holds while a handler blocks the client
        // afterCallback waits until the callback has stored the response.
        ClientAccess.pass(
                asked.thenCompose(ignored -> ClientAccess.afterHandlers(joined, running))
                        .thenCompose(ignored -> afterCallback(running))
                        .thenApply(ignored -> state.response()),
                done);
        ClientAccess.cancelWith(done, joined);
        return done;
    }

    /** Waits for the queued callbacks. If the mailbox is full, the stage fails, unless the channel is joined now. */
    private CompletionStage<@Nullable Void> afterCallback(RunningClient running) {
        try {
            return running.run(UnaryOperator.identity());
        } catch (IllegalStateException full) {
            return state.isJoined() ? CompletableFuture.completedFuture(null) : CompletableFuture.failedFuture(full);
        }
    }

    /** Asks for the join, in a callback. If the params cannot be encoded, the channel is no longer in use. */
    private Socket beginJoin(UnbegunCalls.Call call, Socket socket) {
        state.calls().begin(call);
        try {
            return state.join(socket);
        } finally {
            releaseIfOver();
        }
    }

    private void releaseIfOver() {
        if (state.isOver()) {
            channels.release(this);
        }
    }

    /**
     * Leaves the channel. The client does not join it again until {@link #join} is called. The stage completes when the
     * server has answered, or the connection or the client has ended. If the channel is not joined, the stage completes
     * at once. To leave and then join again:
     *
     * <pre>{@code
     * channel.leave().thenCompose(left -> channel.join())
     * }</pre>
     *
     * <p>Pushes that wait for a reply are lost. The streams of {@link #messages} complete. The stage never completes
     * exceptionally.
     *
     * @throws IllegalStateException if the mailbox is full
     */
    public CompletionStage<@Nullable Void> leave() {
        ChannelLeaves.Leave leave =
                new ChannelLeaves.Leave(client.stage(), state.subscriptions().leaving());
        UnbegunCalls.Call call = state.calls().addLeave();
        return client.whenStarted(running -> {
            try {
                CompletionStage<@Nullable Void> unused = running.run(socket -> leave(leave, call, socket))
                        .whenComplete((asked, thrown) -> {
                            if (thrown != null) {
                                leftByEnd(leave, call);
                            }
                        });
            } catch (ClientEndedException ended) {
                leftByEnd(leave, call);
            } catch (RuntimeException refused) {
                state.calls().refuse(call);
                throw refused;
            }
            return leave.done();
        });
    }

    /**
     * Handles a call that the client lost when it ended. If only this call kept the channel in use, takes the channel
     * out of use.
     */
    private void lose(UnbegunCalls.Call call) {
        state.calls().lose(call);
        client.runIfRoom(socket -> {
            releaseIfOver();
            return socket;
        });
    }

    /** Completes a leave, because the run of the client has ended, and the next run does not join the channel. */
    private void leftByEnd(ChannelLeaves.Leave leave, UnbegunCalls.Call call) {
        lose(call);
        state.subscriptions().left(leave.number());
        leave.done().complete(null);
    }

    private Socket leave(ChannelLeaves.Leave leave, UnbegunCalls.Call call, Socket socket) {
        state.calls().begin(call);
        Socket left = channels.isInUse(this) ? state.leave(leave, socket) : state.left(leave, socket);
        releaseIfOver();
        return left;
    }

    // --- pushes -----------------------------------------------------------------------------------------------------

    /** Pushes a message without a payload (<code>{}</code>), as {@link #push(String, Object)} does. */
    public CompletionStage<Reply> push(String event) {
        return push(event, Map.of());
    }

    /**
     * Pushes a message. The stage completes once: with the server's reply, or with {@link Reply.Lost} if there is no
     * reply.
     *
     * <p>On a {@linkplain ChannelSocket#prepare prepared} socket, the push waits until the socket starts, and its
     * payload is encoded at that time. On a started socket, this method throws if the push is refused; on a prepared
     * socket, the stage completes with the same exception when the socket starts. In all other cases the stage does not
     * complete exceptionally.
     *
     * <p>If the channel is wanted but not joined at the moment, the push waits in the channel's
     * {@link dev.slipstream.core.PushBuffer}, which holds 1,000 pushes and 1 MiB by default.
     * {@link dev.slipstream.core.Configuration#requestTimeout()} limits this wait and the wait for the reply together.
     * The time begins with this call, or with the start of a prepared socket. The limit also holds while a handler
     * blocks the client. A push that was not sent within the limit is never sent.
     *
     * @param payload encoded at this call, or at the start of a prepared socket; a {@code byte[]} is sent as binary,
     *     null as JSON's null
     * @throws IllegalArgumentException if the payload cannot be encoded, or Phoenix reserves the event name
     * @throws IllegalStateException if {@link #join} was never called; if you left this channel, or the server refused
     *     or ended it, and then another handle of the topic was joined; or if the mailbox is full
     */
    public CompletionStage<Reply> push(String event, @Nullable Object payload) {
        checkMayPush(event);
        return client.whenStarted(running -> running.request(topic, event, payload, client.requestTimeout()));
    }

    /** Like {@link #push(String, Object)}, with this timeout: more than 0. */
    public CompletionStage<Reply> push(String event, @Nullable Object payload, Duration timeout) {
        checkMayPush(event);
        return client.whenStarted(running -> running.request(topic, event, payload, timeout));
    }

    /**
     * Pushes a message. The stage completes with the response of an ok reply, decoded to a type. Otherwise it completes
     * exceptionally:
     *
     * <ul>
     *   <li>{@link ReplyException}: the reply has another status. The exception has the status and the response.
     *   <li>{@link RequestLostException}: there is no reply.
     *   <li>{@link PayloadMismatchException}: the response does not fit the type.
     * </ul>
     *
     * @throws IllegalArgumentException as {@link #push(String, Object)}
     * @throws IllegalStateException as {@link #push(String, Object)}
     */
    public <T> CompletionStage<T> push(String event, @Nullable Object payload, Class<T> type) {
        checkMayPush(event);
        return client.whenStarted(running -> running.request(topic, event, payload, type, client.requestTimeout()));
    }

    /** Like {@link #push(String, Object, Class)}, with this timeout: more than 0. */
    public <T> CompletionStage<T> push(String event, @Nullable Object payload, Class<T> type, Duration timeout) {
        checkMayPush(event);
        return client.whenStarted(running -> running.request(topic, event, payload, type, timeout));
    }

    /** Pushes a message without a payload (<code>{}</code>), as {@link #pushAndForget(String, Object)} does. */
    public void pushAndForget(String event) {
        pushAndForget(event, Map.of());
    }

    /**
     * Pushes a message, and ignores its reply. If the push is not sent, the client logs and counts it. On a prepared
     * socket, the push waits until the socket starts. If the push is refused at that time, the client logs the
     * exception.
     *
     * @param payload encoded at this call, or at the start of a prepared socket
     * @throws IllegalArgumentException as {@link #push(String, Object)}
     * @throws IllegalStateException as {@link #push(String, Object)}
     * @throws ClientEndedException if the socket is closed
     */
    public void pushAndForget(String event, @Nullable Object payload) {
        checkMayPush(event);
        client.runWhenStarted("the push of " + event + " to " + topic, running -> running.push(topic, event, payload));
    }

    /**
     * Like {@link #pushAndForget(String, Object)}, but first waits until the outbound queue of the connection has room.
     * Use this method to send many messages: a loop of its calls sends no faster than the server reads.
     *
     * @param room how long to wait for room: more than 0
     * @throws PushFailedException if there was no room in time, if the channel is not joined or closes, or if the
     *     connection or the client ends
     * @throws dev.slipstream.AwaitInterruptedException if the thread is interrupted
     * @throws IllegalStateException if called in a handler, or the socket is not started; or as
     *     {@link #push(String, Object)}
     */
    public void pushAndForget(String event, @Nullable Object payload, Duration room) {
        checkMayPush(event);
        client.client().push(topic, event, payload, room);
    }

    /** Whether {@link #join} was ever called. */
    boolean isAsked() {
        return isAsked;
    }

    private void checkMayPush(String event) {
        if (!isAsked) {
            throw new IllegalStateException("cannot push " + LogSafe.of(event) + " to " + LogSafe.of(topic)
                    + ": it was never joined; call join first");
        }
        if (channels.isOtherJoined(this)) {
            throw OpenChannels.otherInUse("push " + LogSafe.of(event) + " to " + LogSafe.of(topic));
        }
    }

    // --- streams ----------------------------------------------------------------------------------------------------

    /** Returns the messages as a stream. Each subscriber's buffer has the bounds {@link MessageBuffer#STANDARD}. */
    public ChannelMessages messages() {
        return messages(MessageBuffer.STANDARD);
    }

    /** Returns the messages as a stream. Each subscriber's buffer has these bounds. */
    public ChannelMessages messages(MessageBuffer buffer) {
        return new ChannelMessages(topic, client, state.subscriptions(), buffer);
    }

    // --- presence ---------------------------------------------------------------------------------------------------

    /**
     * Returns the view of who is present. It follows the events {@code presence_state} and {@code presence_diff}. Each
     * call returns the same view. Make the first call before {@link #join}, so that the view receives the first state.
     * A view that is made later waits for the next state, which the server usually sends after the next join.
     */
    public ChannelPresence presence() {
        return presence(Presences.STATE_EVENT, Presences.DIFF_EVENT);
    }

    /**
     * Returns the view that follows these events, for an app that names its presence events differently. Views of
     * different events are independent.
     *
     * @throws IllegalArgumentException if both events are equal
     */
    public ChannelPresence presence(String stateEvent, String diffEvent) {
        return state.presences()
                .of(Objects.requireNonNull(stateEvent, "stateEvent"), Objects.requireNonNull(diffEvent, "diffEvent"));
    }

    /** The topic and whether the channel is joined. */
    @Override
    public String toString() {
        return "Channel[" + LogSafe.of(topic) + (isJoined() ? ", joined" : "") + "]";
    }
}
