package dev.slipstream.channels;

import dev.slipstream.AwaitEndedException;
import dev.slipstream.JoinFailedException;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.JoinOptions;
import dev.slipstream.core.LeaveCause;
import dev.slipstream.core.LogSafe;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Socket;
import dev.slipstream.core.TopicCloseReason;
import org.jspecify.annotations.Nullable;

/**
 * The state of one channel, and the steps that change this state. While the client runs, only the client process
 * changes it. Any thread may read it.
 */
final class ChannelState {

    private final String topic;
    private final JoinOptions options;
    private final ClientAccess client;
    private final ChannelEvents handlers;
    private final MessageSubscriptions subscriptions;
    private final PresenceViews presences;
    private final ChannelLeaves leaves = new ChannelLeaves();
    private final UnbegunCalls calls = new UnbegunCalls();
    private volatile boolean isJoined;
    private volatile boolean isWanted;
    /** The server's response to the last join that it accepted; null before the first. */
    private volatile @Nullable Payload response;

    ChannelState(String topic, JoinOptions options, ClientAccess client) {
        this.topic = topic;
        this.options = options;
        this.client = client;
        this.handlers = new ChannelEvents(topic, client);
        this.subscriptions = new MessageSubscriptions(client.streams());
        this.presences = new PresenceViews(topic, client, this::isJoined);
    }

    JoinOptions options() {
        return options;
    }

    ChannelEvents handlers() {
        return handlers;
    }

    MessageSubscriptions subscriptions() {
        return subscriptions;
    }

    PresenceViews presences() {
        return presences;
    }

    UnbegunCalls calls() {
        return calls;
    }

    boolean isJoined() {
        return isJoined;
    }

    boolean isWanted() {
        return isWanted;
    }

    /** Whether the channel is in use only because the server has not answered a leave. Any thread may call this. */
    boolean isLeaving() {
        UnbegunCalls.Call last = calls.last();
        return last == null ? !isWanted && !leaves.isEmpty() : !last.isJoin();
    }

    /** Whether the channel is not wanted, and no leave waits for its answer. Only the client process calls this. */
    boolean isOver() {
        return !isWanted && leaves.isEmpty();
    }

    /**
     * The server's response to the last join.
     *
     * @throws IllegalStateException if there is no response, because other code of the program joined the topic
     */
    Payload response() {
        Payload last = response;
        if (last == null) {
            throw new IllegalStateException("there is no response to the join of " + LogSafe.of(topic)
                    + ": code other than this channel joined the topic; join it with the channel only");
        }
        return last;
    }

    // --- steps ------------------------------------------------------------------------------------------------------

    /**
     * Prepares for a restarted client. If calls of join or leave are not begun yet (see {@link UnbegunCalls}), the last
     * of them decides whether the channel is wanted. Returns whether the last call is a leave.
     */
    boolean resume() {
        UnbegunCalls.Call last = calls.resume();
        if (last == null) {
            return false;
        }
        isWanted = last.isJoin();
        return !isWanted;
    }

    /** Notes that the channel is not wanted, because its params cannot be encoded. */
    void cannotJoin() {
        isWanted = false;
    }

    Socket join(Socket socket) {
        Socket joining = socket.joinWith(topic, options);
        isWanted = true;
        return joining;
    }

    Socket leave(ChannelLeaves.Leave leave, Socket socket) {
        return switch (socket.status(topic)) {
            case NONE -> left(leave, socket);
            case CLOSED -> socket.isWanted(topic) ? leaveNow(leave, socket) : left(leave, socket);
            case WANTED, REQUESTED, JOINED -> leaveNow(leave, socket);
            case LEAVING -> {
                leaves.addToLast(leave);
                yield socket;
            }
        };
    }

    private Socket leaveNow(ChannelLeaves.Leave leave, Socket socket) {
        leaves.add(leave);
        isWanted = false;
        return socket.leave(topic);
    }

    /** Completes a leave at once, because the channel is not joined. */
    Socket left(ChannelLeaves.Leave leave, Socket socket) {
        isWanted = false;
        done(leave);
        return socket;
    }

    // --- events -----------------------------------------------------------------------------------------------------

    /** Handles an event of the topic. */
    Socket accept(Event.OfTopic event, Socket socket) {
        isJoined = socket.isJoined(topic);
        isWanted = socket.isWanted(topic);
        if (event instanceof Event.TopicJoinSucceeded(var name, var accepted)) {
            response = accepted;
        }
        try {
            presences.accept(event);
            handlers.call(event);
        } finally {
            end(event); // also if a handler ends the client; otherwise a restarted client would continue the streams
        }
        if (event instanceof Event.MessageReceived(var name, var of, var payload)) {
            offer(of, payload);
        }
        return event instanceof Event.TopicJoinSucceeded ? presences.withDeadlines(socket) : socket;
    }

    /** Completes leaves and ends streams, if this event ends the channel. */
    private void end(Event.OfTopic event) {
        switch (event) {
            case Event.TopicLeft(var name, var cause) -> left(cause);
            case Event.TopicJoinFailed(var name, var reason) -> closed(reason);
            case Event.TopicJoinClosed(var name, var reason) -> closed(reason);
            case Event.MessageReceived message -> {}
            case Event.TopicJoinSucceeded joined -> {}
            case Event.TopicLeaveAccepted internal -> {} // reaches no callback
        }
    }

    private void offer(String event, Payload payload) {
        if (!subscriptions.isEmpty()) {
            subscriptions.offer(new ChannelMessage(topic, event, payload));
        }
    }

    private void left(LeaveCause cause) {
        if (!leaves.isEmpty()) {
            leaves.answered(this::done);
        } else if (cause == LeaveCause.CLIENT || !isWanted) { // otherwise the policy joins the topic again
            subscriptions.end(null);
        }
    }

    private void closed(TopicCloseReason reason) {
        if (!isWanted) {
            subscriptions.end(new JoinFailedException(topic, reason));
        }
    }

    private void done(ChannelLeaves.Leave leave) {
        subscriptions.left(leave.number());
        client.complete(leave.done());
    }

    /** Handles the end of the connection. */
    void disconnected(Event.ChannelClosed closed, Socket socket) {
        presences.accept(closed);
        isJoined = false;
        isWanted = socket.isWanted(topic);
    }

    /** Ends the streams of a wanted channel, because the client does not connect again. */
    void gaveUp(DisconnectReason reason) {
        if (isWanted) {
            subscriptions.end(AwaitEndedException.notConnecting("the messages of " + topic, reason));
        }
    }

    /** Handles the end of one run of the client. A restarted client joins the channel again if it is still wanted. */
    void stopped() {
        isJoined = false;
        leaves.end(this::done);
    }

    /** Handles the end of a client that is not restarted. */
    void ended() {
        stopped();
        isWanted = false;
    }
}
