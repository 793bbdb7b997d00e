package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.Event;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Operation;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Reply;
import dev.slipstream.core.machine.client.Callback;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.simulation.NetworkEvent;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.PayloadIds;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.RunView;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The client reports a reply to a push only if the server sent that reply. The push must have reached the server on the
 * connection of the reply.
 */
public final class NoFalseOk implements Invariant {

    private final Map<Object, String> refs = new LinkedHashMap<>();
    private final Set<String> reached = new LinkedHashSet<>();
    private final Map<String, String> answers = new LinkedHashMap<>();
    private final Map<String, Duration> due = new LinkedHashMap<>();
    /** The arrival of each reply at the client, by ref. */
    private final Map<String, WaitStart> arrivedAt = new LinkedHashMap<>();

    @Override
    public void on(RunEvent runEvent, RunView view) {
        switch (runEvent) {
            case RunEvent.OperationsApplied(var operations) -> {
                for (Operation operation : operations) {
                    if (operation instanceof Operation.MakeRequest(var tag, var push)) {
                        refs.put(tag, push.ref().value());
                        if (push.timeout() != null) {
                            due.put(push.ref().value(), view.now().plus(push.timeout()));
                        }
                    }
                }
            }
            case RunEvent.OnNetwork(NetworkEvent.Reached(int connection, Message message)) ->
                reached.add(connection + "/" + message.ref());
            case RunEvent.OnNetwork(NetworkEvent.Answered(int connection, Message message))
            when message.isReply() && reached.contains(connection + "/" + message.ref()) ->
                answers.putIfAbsent(message.ref() + " " + message.status(), PayloadIds.key(message.payload()));
            case RunEvent.OnNetwork(NetworkEvent.Arrived(int connection, var frame, var message))
            when message != null && message.isReply() && message.ref() != null ->
                arrivedAt.putIfAbsent(message.ref(), WaitStart.now(view));
            case RunEvent.CallbackStarted(Callback.Outcome(var tag, var reply), var state) -> {
                check(refs.get(tag), reply);
                checkTimeout(refs.get(tag), reply, view);
            }
            case RunEvent.CallbackStarted(Callback.OfEvent(Event.ReplyReceived(var ref, var reply)), var state) ->
                check(ref.value(), reply);
            default -> {}
        }
    }

    /** If a request is reported as timed out, checks that its reply did not arrive in time. */
    private void checkTimeout(@Nullable String ref, Reply reply, RunView view) {
        WaitStart reached = arrivedAt.get(ref);
        if (reached != null && reply instanceof Reply.Lost(Failure.TimedOut failure, var maybeSent)) {
            Duration delay = view.clientDelay().minus(reached.delay());
            Duration latest = reached.at().plus(delay).plus(view.timerGranularity());
            holds(
                    latest.compareTo(due.getOrDefault(ref, Duration.ZERO)) >= 0,
                    "%s is reported as timed out, but its reply came at %s, before its deadline %s",
                    ref,
                    reached.at(),
                    due.get(ref));
        }
    }

    private void check(@Nullable String ref, Reply reply) {
        switch (reply) {
            case Reply.Ok(var response) -> check(ref, "ok", response);
            case Reply.Error(var response) -> check(ref, "error", response);
            case Reply.Other(var status, var response) -> check(ref, status, response);
            case Reply.Lost lost -> {}
        }
    }

    private void check(@Nullable String ref, String status, Payload response) {
        String given = answers.get(ref + " " + status);
        holds(given != null, "the client reported %s for %s, but the server never sent it", status, ref);
        holds(
                given.equals(PayloadIds.key(response)),
                "the client reported %s for %s instead of %s",
                PayloadIds.key(response),
                ref,
                given);
    }
}
