package dev.slipstream.system.simulation;

import dev.slipstream.core.Command;
import dev.slipstream.core.Event;
import dev.slipstream.core.Operation;
import dev.slipstream.core.Reply;
import dev.slipstream.core.machine.client.Callback;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.simulation.NetworkEvent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** The events of a run as lines of text. The same seed gives the same lines in any JVM. */
public final class History {

    private static final int LONGEST = 60;

    private record Entry(Duration at, RunEvent runEvent) {}

    /** Events are formatted only on demand, because most histories are never read. */
    private final List<Entry> entries = new ArrayList<>();

    void add(Duration now, RunEvent runEvent) {
        entries.add(new Entry(now, runEvent));
    }

    /** Returns all lines in order. */
    public List<String> lines() {
        return entries.stream().map(History::line).toList();
    }

    /** Returns the last lines, at most this many. */
    String tail(int count) {
        return entries.subList(Math.max(0, entries.size() - count), entries.size()).stream()
                .map(History::line)
                .collect(Collectors.joining("\n"));
    }

    private static String line(Entry entry) {
        long millis = entry.at().toMillis();
        String seconds =
                millis / 1000 + "." + Long.toString(1000 + millis % 1000).substring(1);
        return " ".repeat(Math.max(0, 9 - seconds.length())) + seconds + " " + text(entry.runEvent());
    }

    /** Returns the SHA-256 of all lines in hexadecimal. */
    public String digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            lines().forEach(line -> digest.update((line + "\n").getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    private static String text(RunEvent runEvent) {
        return switch (runEvent) {
            case RunEvent.CallbackStarted(var callback, var state) -> "{ " + text(callback) + "  " + state;
            case RunEvent.CallbackEnded(var callback, var thrown) ->
                thrown == null ? "}" : "} threw " + thrown.getMessage();
            case RunEvent.OperationsApplied(var operations) ->
                "  applied " + operations.stream().map(History::text).toList();
            case RunEvent.EventAwaited(var event) -> "  awaited " + text(event);
            case RunEvent.PushWaits(var id, var outside, var timeout) ->
                (outside ? "!   push " : "  push ") + id + " waits for room for " + timeout;
            case RunEvent.PushEnded(var id, var outcome) -> "    push " + id + " is " + outcome;
            case RunEvent.JoinAwaited(var id, var topic, var timeout) ->
                "!   wait " + id + " for the join of " + topic + (timeout == null ? "" : " for " + timeout);
            case RunEvent.JoinWaitEnded(var id, var outcome) -> "    wait " + id + " is " + outcome;
            case RunEvent.RequestMade(var id, var timeout) -> "!   request " + id + " for " + timeout;
            case RunEvent.RequestEnded(var id, var reply) -> "    request " + id + " is " + reply;
            case RunEvent.ParamsAsked(var topic, var id) -> "!   params " + id + " are requested for " + topic;
            case RunEvent.StopTaken() -> "    is asked to stop";
            case RunEvent.OnNetwork(var event) -> text(event);
            case RunEvent.TelemetryObserved(var observation) -> "      " + observation;
            case RunEvent.Logged(var line) -> "log " + line;
            case RunEvent.FromOutside(var what) -> "!   " + what;
            case RunEvent.OfProgram(ProgramEvent.OnWire(var event)) -> text(event);
            case RunEvent.OfProgram(ProgramEvent.HandlerStarted(var handler, var isJoined)) -> "{ handler " + handler;
            case RunEvent.OfProgram(ProgramEvent.HandlerEnded(var handler)) -> "} handler " + handler;
            case RunEvent.OfProgram(var event) -> "  " + event;
        };
    }

    private static String text(Callback callback) {
        return switch (callback) {
            case Callback.OfEvent(var event) -> text(event);
            case Callback.Outcome(var tag, var reply) -> "outcome of " + tag + ": " + text(reply);
            case Callback.Info(var message) -> "info " + message;
            case Callback.Cast(var message) -> "cast " + message;
            case Callback.Call(var from, var message) -> "call " + message;
            case Callback.Continue(var message) -> "continue " + message;
            case Callback.Run run -> "run";
            case Callback.OfFailure(var thrown, var cause) -> "failure " + thrown.getMessage() + " in " + text(cause);
            case Callback.Init() -> "init";
            case Callback.Terminate(var reason) -> "terminate " + reason;
        };
    }

    private static String text(Event event) {
        return switch (event) {
            case Event.MessageReceived(var topic, var name, var payload) ->
                "message " + topic + " " + name + " " + PayloadIds.key(payload);
            case Event.TopicJoinSucceeded(var topic, var response) ->
                "joined " + topic + " " + PayloadIds.key(response);
            case Event.ReplyReceived(var ref, var reply) -> "reply to " + ref + ": " + text(reply);
            default -> event.toString();
        };
    }

    private static String text(Reply reply) {
        return switch (reply) {
            case Reply.Ok(var response) -> "ok " + PayloadIds.key(response);
            case Reply.Error(var response) -> "error " + PayloadIds.key(response);
            case Reply.Other(var status, var response) -> status + " " + PayloadIds.key(response);
            case Reply.Lost lost -> lost.toString();
        };
    }

    private static String text(Operation operation) {
        return switch (operation) {
            case Command command -> command.toString();
            case Operation.MakeRequest(var tag, var push) -> "request " + tag + " " + push;
            case Operation.SetJoinParams(var topic, var params) -> "join params of " + topic;
            case Operation.LaterJoins.WithSupplier(var topic, var params) -> "later join params of " + topic;
            default -> operation.toString();
        };
    }

    private static String text(NetworkEvent event) {
        return switch (event) {
            case NetworkEvent.Opening(var connection, var handshake) -> "    #" + connection + " opening";
            case NetworkEvent.Opened(var connection) -> "    #" + connection + " opened";
            case NetworkEvent.Sent(var connection, var message, var taken) ->
                "    #" + connection + " -> " + PayloadIds.text(message) + (taken ? "" : " refused");
            case NetworkEvent.Reached(var connection, var message) ->
                "    #" + connection + " server received " + PayloadIds.text(message);
            case NetworkEvent.Answered(var connection, var message) ->
                "    #" + connection + " server sent " + PayloadIds.text(message);
            case NetworkEvent.Arrived(var connection, var frame, var message) ->
                "    #" + connection + " <- "
                        + (message == null ? "malformed " + text(frame) : PayloadIds.text(message));
            case NetworkEvent.Flushed(var connection) -> "    #" + connection + " flush";
            case NetworkEvent.RoomDenied(var connection) -> "    #" + connection + " has no room";
            case NetworkEvent.RoomReported(var connection) -> "    #" + connection + " has room again";
            case NetworkEvent.Paused(var connection) -> "    #" + connection + " reading pauses";
            case NetworkEvent.Resumed(var connection) -> "    #" + connection + " reading resumes";
            case NetworkEvent.Closing(var connection, var code) -> "    #" + connection + " close " + code;
            case NetworkEvent.Ended(var connection, var reason) -> "    #" + connection + " ended " + reason;
            case NetworkEvent.Struck(var fault, var detail) -> "*   " + fault + " " + detail;
        };
    }

    private static String text(Frame frame) {
        return switch (frame) {
            case Frame.Text(var text) -> text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
            case Frame.Binary(var bytes) -> HexFormat.of().formatHex(bytes);
        };
    }
}
