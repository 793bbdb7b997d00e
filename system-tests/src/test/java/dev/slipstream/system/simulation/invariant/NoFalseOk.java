package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.Event;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Operation;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Reply;
import dev.slipstream.core.machine.client.Callback;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.system.simulation.Ids;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.Scene;
import dev.slipstream.simulation.NetworkEvent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An answer is told only if the server gave it, to that push, on the connection on which the push reached it. */
public final class NoFalseOk implements Invariant {

    private final Map<Object, String> refs = new LinkedHashMap<>();
    private final Set<String> reached = new LinkedHashSet<>();
    private final Map<String, String> answers = new LinkedHashMap<>();
    private final Map<String, Duration> due = new LinkedHashMap<>();
    /** When a reply was handed to the client. */
    private final Map<String, Since> came = new LinkedHashMap<>();

    @Override
    public String name() {
        return "I3 NoFalseOk";
    }

    @Override
    public void on(RunEvent runEvent, Scene scene) {
        switch (runEvent) {
            case RunEvent.OperationsApplied(var operations) -> {
                for (Operation operation : operations) {
                    if (operation instanceof Operation.MakeRequest(var tag, var push)) {
                        refs.put(tag, push.ref().value());
                        if (push.timeout() != null) {
                            due.put(push.ref().value(), scene.now().plus(push.timeout()));
                        }
                    }
                }
            }
            case RunEvent.OnNetwork(NetworkEvent.Reached(int connection, Message message)) ->
                reached.add(connection + "/" + message.ref());
            case RunEvent.OnNetwork(NetworkEvent.Answered(int connection, Message message))
            when message.isReply() && reached.contains(connection + "/" + message.ref()) ->
                answers.putIfAbsent(message.ref() + " " + message.status(), Ids.key(message.payload()));
            case RunEvent.OnNetwork(NetworkEvent.Arrived(int connection, var frame, var message))
            when message != null && message.isReply() && message.ref() != null ->
                came.putIfAbsent(message.ref(), Since.now(scene));
            case RunEvent.CallbackStarted(Callback.Outcome(var tag, var reply), var state) -> {
                judge(refs.get(tag), reply);
                judgeTimeout(refs.get(tag), reply, scene);
            }
            case RunEvent.CallbackStarted(Callback.OfEvent(Event.ReplyReceived(var ref, var reply)), var state) ->
                judge(ref.value(), reply);
            default -> {}
        }
    }

    /** What is told to have come too late, or never, did. */
    private void judgeTimeout(@Nullable String ref, Reply reply, Scene scene) {
        Since reached = came.get(ref);
        if (reached != null && reply instanceof Reply.Lost(Failure.TimedOut failure, var maybeSent)) {
            Duration hindered = scene.hindered().minus(reached.lost());
            Duration latest = reached.at().plus(hindered).plus(scene.grain());
            holds(
                    latest.compareTo(due.getOrDefault(ref, Duration.ZERO)) >= 0,
                    "%s is told to have timed out, but its reply came at %s, and it was due at %s",
                    ref,
                    reached.at(),
                    due.get(ref));
        }
    }

    private void judge(@Nullable String ref, Reply reply) {
        switch (reply) {
            case Reply.Ok(var response) -> judge(ref, "ok", response);
            case Reply.Error(var response) -> judge(ref, "error", response);
            case Reply.Other(var status, var response) -> judge(ref, status, response);
            case Reply.Lost lost -> {}
        }
    }

    private void judge(@Nullable String ref, String status, Payload response) {
        String given = answers.get(ref + " " + status);
        holds(given != null, "the client was told %s to %s, which the server never answered", status, ref);
        holds(given.equals(Ids.key(response)), "the client was told %s to %s, not %s", Ids.key(response), ref, given);
    }
}
