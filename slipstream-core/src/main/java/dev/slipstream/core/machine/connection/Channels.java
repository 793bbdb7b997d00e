// This file has more than 300 lines, because a test compares the table in its Javadoc with all its code.
package dev.slipstream.core.machine.connection;

import dev.slipstream.core.Command;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.Failure;
import dev.slipstream.core.LeaveCause;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Ref;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Telemetry.DropReason;
import dev.slipstream.core.TopicCloseReason;
import dev.slipstream.core.machine.FullQueue;
import dev.slipstream.core.machine.time.Deadlines;
import dev.slipstream.core.serializer.Message;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of the topics on one connection: joins, leaves, pushes, and messages of the server.
 *
 * <p>Each column is a status of the topic's last join, while the connection is open. {@link ConnectionMachine} explains
 * the cells. The row {@code offer} is a push that waits for room in the outbound queue. The row {@code unanswered} is
 * the timeout of the join or leave. The row {@code unmatched} is an error reply to a push, because the server has no
 * channel for the topic. The row {@code stale} is a message of an older join. The row {@code its own} is a late reply
 * to a frame that the connection itself sent, such as a heartbeat.
 *
 * <pre>
 * about a topic  NONE                REQUESTED                  JOINED                              LEAVING
 * join           send REQUESTED      -                          -                                   send REQUESTED
 * leave          TopicLeft           send LEAVING               send LEAVING                        -
 * push           note PushFailed     note PushFailed            send                                note PushFailed
 * request        note ReplyReceived  note ReplyReceived         send                                note ReplyReceived
 * offer          answer              answer                     try                                 answer
 * joined         drop                TopicJoinSucceeded JOINED  drop                                drop
 * refused        drop                TopicJoinFailed NONE       drop                                drop
 * unanswered     -                   TopicJoinFailed send NONE  -                                   TopicLeft NONE
 * left           drop                drop                       drop                                note TopicLeft NONE
 * replied        drop                drop                       ReplyReceived                       ReplyReceived
 * unmatched      drop                drop                       ReplyReceived TopicJoinClosed NONE  ReplyReceived
 * phx_close      drop                TopicJoinFailed NONE       TopicLeft NONE                      TopicLeft NONE
 * phx_error      drop                TopicJoinFailed NONE       TopicJoinClosed NONE                TopicLeft NONE
 * message        drop                drop                       MessageReceived                     drop
 * broadcast      drop                drop                       MessageReceived                     drop
 * stale          drop                drop                       drop                                drop
 * its own        note                note                       note                                note
 * </pre>
 *
 * <p>The client may join a topic before the server has answered earlier leaves of the topic. If the server answers this
 * join before those leaves, with ok or error, the answer also completes the leaves. In LEAVING, pushes still get their
 * replies, because the server answers the pushes before the leave. When the leave completes, requests without a reply
 * are cancelled.
 */
final class Channels {

    private static final String JOIN = "phx_join";
    private static final String LEAVE = "phx_leave";

    private final ConnectionOutput output;
    private final Deadlines<ConnectionTimer> deadlines;
    private final Heartbeat heartbeat;
    private final Payload emptyObject;
    private final Secrets secrets;
    private final long leaveTimeout;
    private final PendingReplies pending;
    private final RefusedLeaves refusedLeaves;
    private final Joins topics = new Joins();
    /** Null until the first push waits for room, because on most connections no push waits. */
    private @Nullable WaitingPushes waiting;

    /** Makes the channels of an open connection. At most {@code maxPending} pushes wait for a reply. */
    Channels(
            ConnectionOutput output,
            Deadlines<ConnectionTimer> deadlines,
            Heartbeat heartbeat,
            Payload emptyObject,
            Secrets secrets,
            long leaveTimeout,
            int maxPending) {
        this.output = output;
        this.deadlines = deadlines;
        this.heartbeat = heartbeat;
        this.emptyObject = emptyObject;
        this.secrets = secrets;
        this.leaveTimeout = leaveTimeout;
        this.pending = new PendingReplies(maxPending);
        this.refusedLeaves = new RefusedLeaves(deadlines);
    }

    /** Returns channels without topics, for a connection that is not open yet or has ended. */
    static Channels none(
            ConnectionOutput output, Deadlines<ConnectionTimer> deadlines, Heartbeat heartbeat, Payload emptyObject) {
        return new Channels(output, deadlines, heartbeat, emptyObject, Secrets.NONE, 0, 0);
    }

    // --- commands of the client -------------------------------------------------------------------------------------

    void join(Command.JoinTopic command) {
        if (!output.isOpen() || topics.live(command.topic()) != null) {
            return;
        }
        long due = output.after(command.timeout());
        Join join = new Join(command.ref(), command.topic(), Secrets.of(command.params()), output.sent(), due);
        topics.add(join);
        join.due(deadlines.set(due, new ConnectionTimer.JoinOverdue(join)));
        String ref = join.ref().value();
        output.send(Message.of(ref, ref, join.topic(), JOIN, command.params()));
    }

    void leave(Ref ref, String topic) {
        Join live = topics.live(topic);
        if (live == null) {
            // The topic ended before this leave, so no leave is sent. But the client still waits for TopicLeft. It gets
            // TopicLeft here, with two exceptions. If an earlier leave is unanswered, the end of that leave emits
            // TopicLeft. If the server closed the topic normally, this close has already emitted TopicLeft.
            if (!topics.isLeaving(topic) && !topics.forgetClosed(topic)) {
                output.emit(new Event.TopicLeft(topic));
            }
            return;
        }
        topics.leave(live, ref);
        refuseWaiting(live, new Failure.Cancelled());
        if (output.isOpen()) {
            await(live, deadlines.set(output.now() + leaveTimeout, new ConnectionTimer.LeaveOverdue(live)));
            sendLeave(live, ref);
        } else {
            end(live, new Event.TopicLeft(topic));
        }
    }

    void push(Command.PushMessage command) {
        Join live = topics.live(command.topic());
        if (!output.isOpen()) {
            unsent(command, new Failure.Disconnected());
        } else if (live == null || live.status() != Join.Status.JOINED) {
            unsent(command, new Failure.NotJoined(command.topic()));
        } else if (pending.makeRoom()) {
            pending.add(timed(SentPush.of(command, live)));
            sendPush(command, live);
        } else if (command.timeout() == null) {
            sendPush(command, live);
        } else {
            unsent(command, new Failure.Overflow(FullQueue.PENDING_REPLIES, pending.limit()));
        }
    }

    /** Sends a push when the transport has room, after the pushes that already wait. */
    void offer(Command.OfferMessage offer) {
        Join live = topics.live(offer.topic());
        if (!output.isOpen()) {
            output.answer(offer.from(), new Failure.Disconnected());
        } else if (live == null || live.status() != Join.Status.JOINED) {
            output.answer(offer.from(), new Failure.NotJoined(offer.topic()));
        } else {
            WaitingPushes made = waiting == null ? new WaitingPushes(output, deadlines) : waiting;
            waiting = made;
            made.add(new WaitingPush(offer, live));
        }
    }

    /** Notes that the transport accepted the push of the last {@link ConnectionEffect.TrySend}. */
    void accepted() {
        WaitingPush sent = waiting == null ? null : waiting.accepted();
        if (sent != null && pending.makeRoom()) {
            pending.add(SentPush.plain(sent.ref(), sent.join()));
        }
    }

    /** Sends waiting pushes, because the transport has room again. */
    void writable() {
        if (waiting != null) {
            waiting.tryFirst();
        }
    }

    /** Handles a message that was not sent, for example because the transport had no room. */
    void refused(Message message, Failure failure) {
        String ref = message.ref();
        if (ref == null || (waiting != null && waiting.refused(ref, failure))) {
            return;
        }
        Join join = topics.unanswered(ref);
        SentPush push = pending.find(ref);
        if (message.event().equals(LEAVE)) {
            leaveRefused(message, topics.leaving(ref), failure);
        } else if (join != null) {
            topics.unsent(join);
            if (join.isLive()) {
                end(join, new Event.TopicJoinFailed(join.topic(), new TopicCloseReason.NotSent(failure)));
            }
        } else if (push != null) {
            take(push);
            unsent(push.ref(), message.topic(), message.event(), push.isRequest(), failure);
        } else if (message.joinRef() != null && !message.event().equals(JOIN)) {
            // Nothing waits for the outcome: the request has timed out, or PendingReplies had no room for the push.
            output.report(new Observation.PushDropped(message.topic(), message.event(), failure));
        }
    }

    private void leaveRefused(Message leave, @Nullable Join of, Failure failure) {
        if (of != null && of.isUnsent()) {
            end(of, new Event.TopicLeft(of.topic()));
        } else if (failure instanceof Failure.Overflow) {
            refusedLeaves.keep(leave, output.now());
        }
    }

    // --- messages of the server -------------------------------------------------------------------------------------

    void received(Message message) {
        switch (Inbound.of(message, topics, pending, heartbeat)) {
            case Inbound.HeartbeatAnswered(var ref) -> {
                heartbeat.answered();
                output.note(new Event.HeartbeatAcknowledged(ref));
            }
            case Inbound.JoinAnswered(var join, var reply) -> joinAnswered(join, reply, message);
            case Inbound.LeaveAnswered(var join) -> {
                output.note(new Event.TopicLeaveAccepted(join.topic()));
                answered(join);
                end(join, new Event.TopicLeft(join.topic()));
            }
            case Inbound.PushAnswered(var push, var reply) -> {
                take(push);
                output.emit(new Event.ReplyReceived(push.ref(), shown(reply, push)));
            }
            case Inbound.JoinForgotten(var push, var response) -> {
                take(push);
                output.emit(new Event.ReplyReceived(push.ref(), shown(new Reply.Error(response), push)));
                end(push.join(), crash(push.join(), response));
            }
            case Inbound.ChannelEnded(var join, var payload) -> {
                if (join.status() == Join.Status.JOINED) {
                    topics.closed(join);
                }
                answered(join);
                end(join, ending(join, payload));
            }
            case Inbound.ChannelCrashed(var join, var payload) -> {
                answered(join);
                end(join, crash(join, payload));
            }
            case Inbound.Delivered() ->
                output.emit(new Event.MessageReceived(message.topic(), message.event(), message.payload()));
            case Inbound.Nothing() -> output.note(new Event.NoOp());
            case Inbound.Dropped(var reason) -> output.dropped(reason, message);
        }
    }

    private void joinAnswered(Join join, Reply reply, Message message) {
        answered(join);
        endThoseBefore(join);
        if (!join.isLive()) {
            output.dropped(DropReason.STALE_JOIN, message);
        } else if (reply instanceof Reply.Ok(var response)) {
            await(join, null);
            join.become(Join.Status.JOINED);
            output.emit(new Event.TopicJoinSucceeded(join.topic(), response));
        } else {
            end(join, refusal(join, message.payload()));
        }
    }

    /** Notes that the server has handled a join and the older joins of its topic. */
    private void answered(Join last) {
        for (Join join = last; join != null; join = join.older) {
            if (!join.isAnswered()) {
                topics.answered(join);
                heartbeat.joinAnswered(output.now(), join);
            }
        }
    }

    private Event refusal(Join join, Payload response) {
        return new Event.TopicJoinFailed(
                join.topic(), new TopicCloseReason.JoinRefused(secrets.shown(response, join.secrets())));
    }

    /** Hides the secrets of the connection in a close reason of the server. */
    DisconnectReason.Closed shown(DisconnectReason.Closed closed) {
        return secrets.shown(closed);
    }

    /** Adds a log text without secrets to the response of an error reply. */
    private Reply shown(Reply reply, SentPush push) {
        return reply instanceof Reply.Error(var response)
                ? new Reply.Error(secrets.shown(response, push.join().secrets(), push.payload()))
                : reply;
    }

    private Event ending(Join join, Payload payload) {
        return switch (join.status()) {
            case REQUESTED -> refusal(join, payload);
            case JOINED -> new Event.TopicLeft(join.topic(), LeaveCause.SERVER);
            case LEAVING, OVER -> new Event.TopicLeft(join.topic());
        };
    }

    private static Event crash(Join join, Payload payload) {
        TopicCloseReason reason = new TopicCloseReason.Crashed(payload);
        return switch (join.status()) {
            case REQUESTED -> new Event.TopicJoinFailed(join.topic(), reason);
            case JOINED -> new Event.TopicJoinClosed(join.topic(), reason);
            case LEAVING, OVER -> new Event.TopicLeft(join.topic());
        };
    }

    // --- deadlines --------------------------------------------------------------------------------------------------

    void joinOverdue(Join join) {
        end(join, new Event.TopicJoinFailed(join.topic(), new TopicCloseReason.JoinTimedOut()));
        if (output.isOpen()) {
            sendLeave(join, output.ownRef());
        }
    }

    void leaveOverdue(Join join) {
        end(join, new Event.TopicLeft(join.topic()));
    }

    /**
     * Sends again the leaves that the transport refused. If the client joined the topic again, the newer join replaces
     * the older join on the server, and the leave is not needed. But the leave is kept until the newer join is
     * answered or ends, because the transport may refuse the newer join, too.
     */
    void leaveAgain() {
        List<Message> leaves = refusedLeaves.take();
        if (!output.isOpen()) {
            return;
        }
        for (Message leave : leaves) {
            Join newer = topics.sentAfter(leave);
            if (newer == null) {
                output.send(leave);
            } else if (!newer.isAnswered()) {
                refusedLeaves.keep(leave, output.now());
            }
        }
    }

    void requestOverdue(SentPush request) {
        Duration after = request.timeout();
        if (after != null && pending.find(request.ref().value()) == request) {
            take(request);
            output.lost(request.ref(), new Failure.TimedOut(after), true);
        }
    }

    void waitOverdue(WaitingPush push) {
        if (waiting != null) {
            waiting.overdue(push);
        }
    }

    // --- the ends ---------------------------------------------------------------------------------------------------

    /** The unanswered joins, in the order in which they were sent. */
    Iterable<Join> unanswered() {
        return topics.unanswered();
    }

    /** Refuses all pushes that wait for room, because the connection closes or has ended. */
    void refuseWaiting() {
        if (waiting != null) {
            waiting.refuse(null, new Failure.Disconnected());
        }
    }

    private void refuseWaiting(Join of, Failure failure) {
        if (waiting != null) {
            waiting.refuse(of, failure);
        }
    }

    /** Ends all requests and leaves, because the connection has ended. */
    void emitEnd() {
        refuseWaiting();
        pending.requests().forEach(request -> output.lost(request.ref(), new Failure.Disconnected(), true));
        topics.all()
                .filter(join -> join.leave() != null)
                .forEach(join -> output.emit(new Event.TopicLeft(join.topic())));
    }

    /**
     * Ends a join. Emits the events of older joins of the topic, then the events of the join's requests, then
     * {@code last}.
     */
    private void end(Join join, Event last) {
        if (!join.isUnsent()) {
            refusedLeaves.removeIf(join.topic(), leave -> topics.isAfter(join, leave));
        }
        endThoseBefore(join);
        topics.end(join);
        ended(join, last);
    }

    private void endThoseBefore(Join join) {
        for (Join left : topics.endBefore(join)) {
            ended(left, new Event.TopicLeft(left.topic()));
        }
    }

    private void ended(Join join, Event last) {
        await(join, null);
        if (!join.isAnswered() && !join.isUnsent()) {
            heartbeat.joinUnanswered(output.now(), join);
        }
        Failure failure = join.leave() == null ? new Failure.TopicClosed(join.topic()) : new Failure.Cancelled();
        for (SentPush request : pending.takeRequests(join)) {
            deadlines.cancel(request);
            output.lost(request.ref(), failure, true);
        }
        refuseWaiting(join, failure);
        output.emit(last);
    }

    // --- shared steps -----------------------------------------------------------------------------------------------

    private void sendPush(Command.PushMessage push, Join join) {
        String joinRef = join.ref().value();
        output.send(Message.of(joinRef, push.ref().value(), push.topic(), push.event(), push.payload()));
    }

    private void sendLeave(Join join, Ref ref) {
        output.send(Message.of(join.ref().value(), ref.value(), join.topic(), LEAVE, emptyObject));
    }

    private void unsent(Command.PushMessage push, Failure failure) {
        unsent(push.ref(), push.topic(), push.event(), push.timeout() != null, failure);
    }

    /** Ends a push that was not sent. Also reports it to telemetry, because few clients handle the failure. */
    private void unsent(Ref ref, String topic, String event, boolean isRequest, Failure failure) {
        output.report(new Observation.PushDropped(topic, event, failure));
        if (isRequest) {
            output.lost(ref, failure, false);
        } else {
            output.emit(new Event.PushFailed(ref, failure));
        }
    }

    /** Starts the timeout of a request. Does nothing for a plain push. */
    private SentPush timed(SentPush push) {
        Duration timeout = push.timeout();
        if (timeout != null) {
            deadlines.arm(output.after(timeout), push);
        }
        return push;
    }

    private void await(Join join, Deadlines.@Nullable Entry<ConnectionTimer> next) {
        deadlines.cancel(join.due());
        join.due(next);
    }

    private void take(SentPush push) {
        deadlines.cancel(push);
        pending.remove(push);
    }

    @Override
    public String toString() {
        return topics + ", " + pending + refusedLeaves + (waiting == null ? "" : waiting);
    }
}
