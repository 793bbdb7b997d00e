package dev.slipstream.core.transcript;

import dev.slipstream.core.Command;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Connection;
import dev.slipstream.core.Credentials;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure;
import dev.slipstream.core.From;
import dev.slipstream.core.Payload;
import dev.slipstream.core.PlainEncoder;
import dev.slipstream.core.Ref;
import dev.slipstream.core.Signature;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.Telemetry.DropReason;
import dev.slipstream.core.machine.Machines;
import dev.slipstream.core.machine.connection.ConnectionInput;
import dev.slipstream.core.machine.connection.ConnectionMachine;
import dev.slipstream.core.serializer.Message;
import java.time.Duration;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Drives the connection machine with these lines:
 *
 * <pre>
 * = heartbeatInterval 5s                an option of the configuration, written before &gt; open
 * &gt; open | disconnect | heartbeat | collect
 * = attempt token secret               credentials of the attempt; also: param NAME VALUE, header NAME VALUE
 * &gt; join 1 rooms:a {} 5s               a command; the default timeout of a join is 10 s
 * &gt; leave 2 rooms:a
 * &gt; push 3 rooms:a shout {}
 * &gt; request 4 rooms:a ping {} 5s
 * &gt; offer 5 rooms:a shout {} 3s         a push of caller 5, which waits for room
 * &lt; [1 1 rooms:a phx_reply ok {}]      a message arrives: join_ref, ref, topic, event, the status of a reply, payload
 * ! opened | garbled | overlimit | ping | pong | paused | resumed | exited
 * ! accepted | writable                the transport accepted the offered push | has room again
 * ! refused [1 3 rooms:a shout {}]      a message was not sent because the queue was full; also: unencodable
 * ! ended closed 1000 bye               the transport ended; also: lost, requested, failed
 * </pre>
 */
public final class ConnectionSubject implements Subject {

    private final ConnectionMachine machine =
            new ConnectionMachine(Connection.numbered(1), "2.0.0", PlainEncoder.json("{}"));
    private Configuration.Builder configuration = Configuration.builder("ws://localhost/socket/websocket");
    private Credentials credentials = Credentials.none();

    @Override
    public void tell(String line, Duration now, Consumer<Object> effects) {
        String rest = line.substring(2);
        switch (line.charAt(0)) {
            case '=' -> configure(rest.split(" "));
            case '>' ->
                Machines.accept(machine, now, new Signature.OfCommand(Connection.numbered(1), command(rest)), effects);
            case '<' -> Machines.accept(machine, now, new ConnectionInput.Received(message(rest)), effects);
            case '!' -> Machines.accept(machine, now, input(rest), effects);
            default -> throw new IllegalArgumentException(line);
        }
    }

    private void configure(String[] words) {
        if (words[0].equals("attempt")) {
            credentials = with(words);
            return;
        }
        configuration = switch (words[0]) {
            case "uri" -> Configuration.builder(words[1]);
            case "param" -> configuration.param(words[1], words[2]);
            case "setParam" -> configuration.setParam(words[1], words[2]);
            case "header" -> configuration.header(words[1], words[2]);
            case "addHeader" -> configuration.addHeader(words[1], words[2]);
            case "token" -> configuration.authToken(words[1]);
            case "connectTimeout" -> configuration.connectTimeout(Transcript.span(words[1]));
            case "closeTimeout" -> configuration.closeTimeout(Transcript.span(words[1]));
            case "leaveTimeout" -> configuration.leaveTimeout(Transcript.span(words[1]));
            case "heartbeatInterval" -> configuration.heartbeatInterval(Transcript.span(words[1]));
            case "heartbeatTimeout" -> configuration.heartbeatTimeout(Transcript.span(words[1]));
            case "maxPending" -> configuration.maxPending(Integer.parseInt(words[1]));
            default -> throw new IllegalArgumentException("no option: " + words[0]);
        };
    }

    private Credentials with(String[] words) {
        return switch (words[1]) {
            case "param" -> credentials.withParam(words[2], words[3]);
            case "header" -> credentials.withHeader(words[2], words[3]);
            case "addHeader" -> credentials.withAddedHeader(words[2], words[3]);
            case "token" -> credentials.withAuthToken(words[2].equals("empty") ? "" : words[2]);
            default -> throw new IllegalArgumentException("no credential: " + words[1]);
        };
    }

    private Command command(String text) {
        String[] words = text.split(" ");
        return switch (words[0]) {
            case "open" -> new Command.OpenConnection(configuration.build(), credentials);
            case "disconnect" -> new Command.CloseConnection();
            case "heartbeat" -> new Command.SendHeartbeat();
            case "collect" -> new Command.CollectGarbage();
            case "join" ->
                new Command.JoinTopic(
                        new Ref(words[1]), words[2], payload(words[3]), span(words, 4, Duration.ofSeconds(10)));
            case "leave" -> new Command.LeaveTopic(new Ref(words[1]), words[2]);
            case "push" -> new Command.PushMessage(new Ref(words[1]), words[2], words[3], payload(words[4]), null);
            case "request" ->
                new Command.PushMessage(
                        new Ref(words[1]), words[2], words[3], payload(words[4]), Transcript.span(words[5]));
            case "offer" ->
                new Command.OfferMessage(
                        new Ref(words[1]),
                        new From<>(Long.parseLong(words[1])),
                        words[2],
                        words[3],
                        payload(words[4]),
                        Transcript.span(words[5]));
            default -> throw new IllegalArgumentException("no command: " + text);
        };
    }

    private static ConnectionInput input(String text) {
        String[] words = text.split(" ");
        return switch (words[0]) {
            case "opened" -> new ConnectionInput.Opened(headers(words));
            case "undecoded" ->
                new ConnectionInput.FrameMalformed(DropReason.DECODE_FAILED, "the serializer threw x.Y");
            case "garbled" -> new ConnectionInput.FrameMalformed(DropReason.MALFORMED, "not JSON");
            case "overlimit" -> new ConnectionInput.OverLimit();
            case "ping" -> new ConnectionInput.Pinged();
            case "pong" -> new ConnectionInput.Ponged();
            case "paused" -> new ConnectionInput.ReadingPaused();
            case "resumed" -> new ConnectionInput.ReadingResumed();
            case "exited" -> new ConnectionInput.OwnerExited(new StopReason.Normal());
            case "accepted" -> new ConnectionInput.SendAccepted();
            case "writable" -> new ConnectionInput.Writable();
            case "refused" ->
                new ConnectionInput.SendRefused(
                        message(text.substring(8)), new Failure.Overflow("frames to be written", 4096));
            case "unencodable" ->
                new ConnectionInput.SendRefused(
                        message(text.substring(12)), new Failure.Unencodable("a name is too long"));
            case "ended" -> new ConnectionInput.Ended(reason(words));
            default -> throw new IllegalArgumentException("no input: " + text);
        };
    }

    private static DisconnectReason reason(String[] words) {
        return switch (words[1]) {
            case "requested" -> new DisconnectReason.Requested();
            case "closed" -> new DisconnectReason.Closed(Integer.parseInt(words[2]), words.length < 4 ? "" : words[3]);
            case "lost" -> new DisconnectReason.Failed(new Failure.ConnectionLost("end of stream"));
            case "failed" ->
                new DisconnectReason.ConnectFailed(Failure.HandshakeRefused.of(Integer.parseInt(words[2])));
            default -> throw new IllegalArgumentException("no reason: " + words[1]);
        };
    }

    /**
     * Parses {@code [join_ref ref topic event payload]}. A reply has its status before the payload. {@code -} stands
     * for null.
     */
    static Message message(String text) {
        String[] parts = text.substring(1, text.length() - 1).split(" ", 5);
        String joinRef = nullable(parts[0]);
        String ref = nullable(parts[1]);
        if (ref != null && parts[3].equals(Message.REPLY)) {
            String[] reply = parts[4].split(" ", 2);
            return Message.reply(joinRef, ref, parts[2], nullable(reply[0]), payload(reply[1]));
        }
        return Message.of(joinRef, ref, parts[2], parts[3], payload(parts[4]));
    }

    private static Map<String, List<String>> headers(String[] words) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (int i = 1; i + 1 < words.length; i += 2) {
            headers.put(words[i], Collections.singletonList(words[i + 1]));
        }
        return headers;
    }

    private static Duration span(String[] words, int index, Duration otherwise) {
        return index < words.length ? Transcript.span(words[index]) : otherwise;
    }

    private static Payload payload(String text) {
        return text.startsWith("#")
                ? Payload.binary(HexFormat.of().parseHex(text.substring(1)))
                : PlainEncoder.json(text);
    }

    private static String nullable(String word) {
        return word.equals("-") ? null : word;
    }

    @Override
    public void passTime(Duration now, Consumer<Object> effects) {
        Machines.accept(machine, now, new ConnectionInput.TimePassed(), effects);
    }

    @Override
    public Duration nextDeadline() {
        return Machines.deadline(machine.nextDeadline());
    }

    @Override
    public String state() {
        return machine.state().name();
    }

    @Override
    public String toString() {
        return machine.toString();
    }
}
