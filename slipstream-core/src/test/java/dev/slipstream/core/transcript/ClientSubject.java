package dev.slipstream.core.transcript;

import dev.slipstream.core.Backoff;
import dev.slipstream.core.Command;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Connection;
import dev.slipstream.core.Credentials;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.Failure;
import dev.slipstream.core.From;
import dev.slipstream.core.LeaveCause;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Operation;
import dev.slipstream.core.Payload;
import dev.slipstream.core.PayloadMismatchException;
import dev.slipstream.core.PlainEncoder;
import dev.slipstream.core.PushBuffer;
import dev.slipstream.core.Ref;
import dev.slipstream.core.Reply;
import dev.slipstream.core.ReplyHandler;
import dev.slipstream.core.Signature;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.TopicCloseReason;
import dev.slipstream.core.machine.FullQueue;
import dev.slipstream.core.machine.Machines;
import dev.slipstream.core.machine.client.Callback;
import dev.slipstream.core.machine.client.ClientInput;
import dev.slipstream.core.machine.client.ClientMachine;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Drives the client machine with these lines:
 *
 * <pre>
 * = reconnect 1s 2s                    exact delays; also: rejoin, slow, policy never, stable 5s, joinTimeout 1s, uri ws://b/
 * &gt; connect | disconnect | reconnect
 * &gt; join 1 rooms:a {}                  also: leave, push, request (with a tag), rejoin, keep, after, every, cancel ...
 * ! started | returned | returned push 2 ... | threw | mismatch | given | refused | empty | stop | info x | call 1 x
 * &lt; 1 connected                        an event of connection 1; also: failed, closed, joined, crashed, ended ...
 * &lt;&lt; 1 joined rooms:a {}               an event that goes to an await, not to a callback
 * </pre>
 *
 * <p>A callback runs until {@code ! returned}. The machine applies each operation at the line that names the operation.
 */
final class ClientSubject implements Subject {

    private final ClientMachine machine = new ClientMachine(42);
    private Configuration.Builder configuration = Configuration.builder("ws://localhost/socket/websocket");

    @Override
    public void tell(String line, Duration now, Consumer<Object> effects) {
        String[] words = line.split(" ");
        switch (words[0]) {
            case "=" -> configure(words);
            case ">" ->
                Machines.accept(machine, now, new ClientInput.OperationsWritten(List.of(operation(words))), effects);
            case "!" -> Machines.accept(machine, now, input(words), effects);
            case "<" -> Machines.accept(machine, now, new Signature.OfEvent(connection(words), event(words)), effects);
            case "<<" ->
                Machines.accept(
                        machine,
                        now,
                        new ClientInput.EventAwaited(new Signature.OfEvent(connection(words), event(words))),
                        effects);
            default -> throw new IllegalArgumentException(line);
        }
    }

    private void configure(String[] words) {
        configuration = switch (words[1]) {
            case "uri" -> Configuration.builder(words[2]);
            case "reconnect" -> configuration.reconnectBackoff(Backoff.exact(spans(words)));
            case "rejoin" -> configuration.rejoinBackoff(Backoff.exact(spans(words)));
            case "badBackoff" ->
                configuration.reconnectBackoff((attempt, wasEstablished) -> {
                    throw new IllegalStateException("planned");
                });
            case "slow" -> configuration.slowReconnectBackoff(Backoff.exact(spans(words)));
            case "policy" -> configuration.reconnectPolicy(ScriptedPolicy.of(words[2]));
            case "stable" -> configuration.stablePeriod(Transcript.span(words[2]));
            case "joinTimeout" -> configuration.joinTimeout(Transcript.span(words[2]));
            default -> throw new IllegalArgumentException("no option: " + words[1]);
        };
    }

    private static List<Duration> spans(String[] words) {
        return Arrays.stream(words).skip(2).map(Transcript::span).toList();
    }

    private Operation operation(String[] words) {
        return switch (words[1]) {
            case "connect" -> new Command.OpenConnection(configuration.build(), Credentials.none());
            case "disconnect" -> new Command.CloseConnection();
            case "reconnect" -> new Operation.Retry.Reconnect();
            case "reconnectNow" -> new Operation.Retry.ReconnectNow();
            case "later" -> new Operation.LaterJoins.WithParams(words[2], json(words, 3));
            case "laterSupply" -> new Operation.LaterJoins.WithSupplier(words[2], attempt -> new CompletableFuture<>());
            case "heartbeat" -> new Command.SendHeartbeat();
            case "collect" -> new Command.CollectGarbage();
            case "none" -> new Operation.NoEffect(operation(Arrays.copyOfRange(words, 1, words.length)));
            case "supply" -> new Operation.SetJoinParams(words[2], attempt -> new CompletableFuture<>());
            case "join" ->
                new Command.JoinTopic(
                        new Ref(words[2]),
                        words[3],
                        json(words, 4),
                        configuration.build().joinTimeout());
            case "leave" -> new Command.LeaveTopic(new Ref(words[2]), words[3]);
            case "push" -> push(words, null);
            case "request" -> new Operation.MakeRequest(tag(words[6]), push(words, Transcript.span(words[7])));
            case "offer" ->
                new Command.OfferMessage(
                        new Ref(words[2]),
                        new From<>(Long.parseLong(words[2])),
                        words[3],
                        words[4],
                        json(words, 5),
                        Transcript.span(words[6]));
            case "rejoin" ->
                new Operation.Retry.Rejoin(
                        new Ref(words[2]), words[3], words.length > 4 ? Optional.of(json(words, 4)) : Optional.empty());
            case "keep" ->
                new Operation.SetPushBuffer(
                        words[2],
                        new PushBuffer(
                                Integer.parseInt(words[3]),
                                words.length > 5 ? Long.parseLong(words[5]) : 1000,
                                Transcript.span(words[4])));
            case "now" -> new Operation.SendToSelf.Now(words[2]);
            case "then" -> new Operation.SendToSelf.Next(words[2]);
            case "after" -> new Operation.SendToSelf.After(words[2], Transcript.span(words[3]), words[4]);
            case "every" -> new Operation.SendToSelf.Every(words[2], Transcript.span(words[3]), words[4]);
            case "idle" -> new Operation.SendToSelf.WhenIdle(Transcript.span(words[2]), words[3]);
            case "cancel" -> new Operation.CancelTimer(words[2]);
            case "answer" -> new Operation.AnswerCaller.Answer(new From<>(Long.parseLong(words[2])), words[3]);
            case "stop" -> new Operation.StopClient(new StopReason.Normal());
            case "ignore" -> new Operation.StopClient(new StopReason.Ignored());
            default -> throw new IllegalArgumentException("no operation is called " + words[1]);
        };
    }

    private static Object tag(String word) {
        ReplyHandler handler = (reply, socket) -> socket;
        return word.equals("handler") ? handler : word;
    }

    private static Command.PushMessage push(String[] words, Duration timeout) {
        return new Command.PushMessage(new Ref(words[2]), words[3], words[4], json(words, 5), timeout);
    }

    /** The operation returned by the callback, if any. */
    private List<Operation> returned(String[] words) {
        return words.length == 2 ? List.of() : List.of(operation(Arrays.copyOfRange(words, 1, words.length)));
    }

    private ClientInput input(String[] words) {
        return switch (words[1]) {
            case "started" -> new ClientInput.Started();
            case "returned" -> new ClientInput.Returned(returned(words));
            case "threw" -> new ClientInput.Threw(new IllegalStateException("planned"));
            case "outofmemory" -> new ClientInput.Threw(new OutOfMemoryError("planned"));
            case "mismatch" -> new ClientInput.Threw(new PayloadMismatchException("planned"));
            case "given" -> new ClientInput.CredentialsGiven(connection(words[2]), Credentials.none());
            case "refused" ->
                new ClientInput.CredentialsRefused(connection(words[2]), new Failure.CredentialsFailed("planned"));
            case "params" -> new ClientInput.ParamsGiven(words[2], Long.parseLong(words[3]), json(words, 4));
            case "noparams" -> new ClientInput.ParamsRefused(words[2], Long.parseLong(words[3]), "planned");
            case "empty" -> new ClientInput.MailboxEmptied();
            case "stop" -> new ClientInput.StopAsked(new StopReason.Shutdown());
            case "info" -> new ClientInput.MessageTaken(new Callback.Info(words[2]));
            case "call" ->
                new ClientInput.MessageTaken(new Callback.Call(new From<>(Long.parseLong(words[2])), words[3]));
            case "run" ->
                new ClientInput.MessageTaken(
                        new Callback.Run(UnaryOperator.identity(), new From<>(Long.parseLong(words[2]))));
            case "push" ->
                new ClientInput.MessageTaken(new Callback.Run(
                        UnaryOperator.identity(),
                        null,
                        new Observation.PushDropped(words[2], words[3], new Failure.Cancelled())));
            case "whenjoined" ->
                new ClientInput.JoinAwaited(
                        words[3],
                        new From<>(Long.parseLong(words[2])),
                        Transcript.span(words.length > 4 ? words[4] : "10s").toNanos());
            case "notawaited" -> new ClientInput.JoinNotAwaited(words[3], new From<>(Long.parseLong(words[2])));
            default -> throw new IllegalArgumentException("no input: " + words[1]);
        };
    }

    private static Event event(String[] words) {
        return switch (words[2]) {
            case "connected" -> new Event.ChannelConnected();
            case "failed" -> new Event.ChannelConnectFailed(failure(words));
            case "closed" -> new Event.ChannelClosed(reason(words[3]));
            case "joined" -> new Event.TopicJoinSucceeded(words[3], json(words, 4));
            case "refused" -> new Event.TopicJoinFailed(words[3], new TopicCloseReason.JoinRefused(json(words, 4)));
            case "timedout" -> new Event.TopicJoinFailed(words[3], new TopicCloseReason.JoinTimedOut());
            case "notsent" ->
                new Event.TopicJoinFailed(
                        words[3], new TopicCloseReason.NotSent(new Failure.Overflow(FullQueue.OUTBOUND_FRAMES, 4096)));
            case "unsendable" ->
                new Event.TopicJoinFailed(
                        words[3],
                        new TopicCloseReason.NotSent(
                                new Failure.Unencodable("it has 30 bytes, but Configuration.maxOutboundBytes is 20")));
            case "crashed" -> new Event.TopicJoinClosed(words[3], new TopicCloseReason.Crashed(json(words, 4)));
            case "left" -> new Event.TopicLeft(words[3]);
            case "ended" -> new Event.TopicLeft(words[3], LeaveCause.SERVER);
            case "message" -> new Event.MessageReceived(words[3], words[4], json(words, 5));
            case "reply" -> new Event.ReplyReceived(new Ref(words[3]), Reply.of(words[4], json(words, 5)));
            case "unsent" -> new Event.PushFailed(new Ref(words[3]), new Failure.Overflow("frames", 1));
            default -> throw new IllegalArgumentException("no event: " + words[2]);
        };
    }

    private static Failure failure(String[] words) {
        return switch (words[3]) {
            case "tls" -> new Failure.TlsFailed("untrusted");
            case "plaintext" -> new Failure.PlaintextReceived("example.org:443");
            case "503" -> new Failure.HandshakeRefused(503, headers(words), "");
            default -> Failure.HandshakeRefused.of(Integer.parseInt(words[3]));
        };
    }

    /**
     * The headers of a refusal: {@code Retry-After}, and {@code Date} if it is given. An underscore stands for a space.
     */
    private static Map<String, List<String>> headers(String[] words) {
        Map<String, List<String>> headers = new TreeMap<>(Map.of("retry-after", List.of(words[4].replace('_', ' '))));
        if (words.length > 5) {
            headers.put("date", List.of(words[5].replace('_', ' ')));
        }
        return headers;
    }

    private static DisconnectReason reason(String word) {
        return switch (word) {
            case "requested" -> new DisconnectReason.Requested();
            case "lost" -> new DisconnectReason.Failed(new Failure.ConnectionLost("end of stream"));
            case "broken" -> new DisconnectReason.Failed(new Failure.Unexpected("planned"));
            default -> new DisconnectReason.Closed(Integer.parseInt(word), "");
        };
    }

    private static Payload json(String[] words, int index) {
        return PlainEncoder.json(words[index]);
    }

    private static Connection connection(String[] words) {
        return connection(words[1]);
    }

    private static Connection connection(String number) {
        return Connection.numbered(Integer.parseInt(number));
    }

    /** Lets time pass, and then reports an empty mailbox, as the client process does. */
    @Override
    public void passTime(Duration now, Consumer<Object> effects) {
        Machines.accept(machine, now, new ClientInput.TimePassed(), effects);
        Machines.accept(machine, now, new ClientInput.MailboxEmptied(), effects);
    }

    @Override
    public Duration nextDeadline() {
        return Machines.deadline(machine.nextDeadline());
    }

    @Override
    public String state() {
        return machine.phase() + " " + machine.state().connectionStatus();
    }

    @Override
    public String toString() {
        return machine.toString();
    }
}
