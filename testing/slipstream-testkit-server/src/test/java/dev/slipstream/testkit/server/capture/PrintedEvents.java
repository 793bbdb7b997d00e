package dev.slipstream.testkit.server.capture;

import dev.slipstream.core.Event;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Reply;
import dev.slipstream.core.TopicCloseReason;

/** Formats events so that equal events give equal lines. */
final class PrintedEvents {

    private PrintedEvents() {}

    static String of(Event event) {
        String name = event.getClass().getSimpleName() + " ";
        return switch (event) {
            case Event.ChannelConnected connected -> name.strip();
            case Event.ChannelConnectFailed(Failure failure) ->
                name + (failure instanceof Failure.HandshakeRefused refused ? refused.status() : failure);
            case Event.ChannelClosed(var reason) -> name + reason;
            case Event.TopicJoinSucceeded(var topic, var response) -> name + topic + " " + Printed.of(response);
            case Event.TopicJoinFailed(var topic, var reason) -> name + topic + " " + of(reason);
            case Event.TopicJoinClosed(var topic, var reason) -> name + topic + " " + of(reason);
            case Event.TopicLeaveAccepted(var topic) -> name + topic;
            case Event.TopicLeft(var topic, var cause) -> name + topic;
            case Event.MessageReceived(var topic, var what, var payload) ->
                name + topic + " " + what + " " + Printed.of(payload);
            case Event.ReplyReceived(var ref, var reply) -> name + ref + " " + of(reply);
            case Event.PushFailed(var ref, var failure) -> name + ref + " " + failure;
            case Event.HeartbeatAcknowledged acknowledged -> name.strip();
            case Event.PingReceived ping -> name.strip();
            case Event.PongReceived pong -> name.strip();
            case Event.ParentProcessExited exited -> name.strip();
            case Event.NoOp noOp -> name.strip();
        };
    }

    private static String of(TopicCloseReason reason) {
        return switch (reason) {
            case TopicCloseReason.JoinRefused(var response) -> "refused " + Printed.of(response);
            case TopicCloseReason.JoinTimedOut timedOut -> "timed out";
            case TopicCloseReason.NotSent unsent -> "not sent";
            case TopicCloseReason.ParamsFailed(var detail) -> "no params: " + detail;
            case TopicCloseReason.Crashed(var payload) -> "crashed " + Printed.of(payload);
            case TopicCloseReason.Ended() -> "ended";
        };
    }

    private static String of(Reply reply) {
        return switch (reply) {
            case Reply.Ok(var response) -> "ok " + Printed.of(response);
            case Reply.Error(var response) -> "error " + Printed.of(response);
            case Reply.Other(var status, var response) -> status + " " + Printed.of(response);
            case Reply.Lost(var failure, var maybeSent) ->
                "lost " + failure.getClass().getSimpleName() + (maybeSent ? ", maybe sent" : ", not sent");
        };
    }
}
