package dev.slipstream.core.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Command;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Signature;
import dev.slipstream.core.machine.client.Callback;
import dev.slipstream.core.machine.client.ClientEffect;
import dev.slipstream.core.machine.client.ClientInput;
import dev.slipstream.core.machine.client.ClientMachine;
import dev.slipstream.core.machine.connection.ConnectionEffect;
import dev.slipstream.core.machine.connection.ConnectionInput;
import dev.slipstream.core.machine.connection.ConnectionMachine;
import dev.slipstream.core.machine.websocket.WebSocketInput;
import dev.slipstream.core.machine.websocket.WebSocketMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares the machines with the transition tables in their comments, cell by cell. */
class TransitionTableTest {

    private static final String OPEN = "> open; ! opened";
    private static final String JOINED =
            OPEN + "; > join 1 rooms:a {}; < [1 1 rooms:a phx_reply ok {}]; > push 2 rooms:a shout {}";

    private static final Map<String, String> STATES = rows(
            "IDLE = ",
            "OPENING = > open",
            "OPEN = " + JOINED,
            "CLOSING = " + JOINED + "; > disconnect",
            "ENDED = " + JOINED + "; ! ended lost");

    private static final Map<String, String> INPUTS = rows(
            "OpenConnection = > open",
            "JoinTopic = > join 9 rooms:b {}",
            "LeaveTopic = > leave 9 rooms:a",
            "PushMessage = > push 9 rooms:a shout {}",
            "OfferMessage = > offer 9 rooms:a shout {} 1s",
            "SendHeartbeat = > heartbeat",
            "CloseConnection = > disconnect",
            "CollectGarbage = > collect",
            "Opened = ! opened",
            "Received = < [1 - rooms:a hello {}]",
            "FrameMalformed = ! garbled",
            "OverLimit = ! overlimit",
            "Pinged = ! ping",
            "Ponged = ! pong",
            "SendRefused = ! refused [1 2 rooms:a shout {}]",
            "SendAccepted = > offer 9 rooms:a shout {} 1s; ! accepted",
            "Writable = > offer 9 rooms:a shout {} 1s; ! refused [1 9 rooms:a shout {}]; ! writable",
            "Ended = ! ended lost",
            "ReadingPaused = ! paused",
            "ReadingResumed = ! paused; ! resumed",
            "OwnerExited = ! exited",
            "TimePassed = +");

    private static final Map<String, String> STATUSES = rows(
            "NONE = = heartbeatInterval 0s; " + OPEN,
            "REQUESTED = = heartbeatInterval 0s; " + OPEN + "; > join 1 rooms:a {}",
            "JOINED = = heartbeatInterval 0s; " + JOINED,
            "LEAVING = = heartbeatInterval 0s; " + JOINED + "; > leave 3 rooms:a");

    private static final Map<String, String> ABOUT_A_TOPIC = rows(
            "join = > join 9 rooms:a {}",
            "leave = > leave 9 rooms:a",
            "push = > push 9 rooms:a shout {}",
            "request = > request 9 rooms:a ping {} 1s",
            "offer = > offer 9 rooms:a shout {} 1s",
            "joined = < [1 1 rooms:a phx_reply ok {}]",
            "refused = < [1 1 rooms:a phx_reply error {}]",
            "unanswered = +",
            "left = < [1 3 rooms:a phx_reply ok {}]",
            "replied = < [1 2 rooms:a phx_reply ok {}]",
            "unmatched = < [- 2 rooms:a phx_reply error {\"reason\":\"unmatched topic\"}]",
            "phx_close = < [1 1 rooms:a phx_close {}]",
            "phx_error = < [1 1 rooms:a phx_error {}]",
            "message = < [1 - rooms:a hello {}]",
            "broadcast = < [- - rooms:a news {}]",
            "stale = < [0 - rooms:a hello {}]",
            "its own = < [1 c1 rooms:a phx_reply ok {}]");

    private static final String CONNECTED =
            "! started; > connect; ! returned; ! given 1; < 1 connected; > join 1 rooms:a {}; ! returned; "
                    + "< 1 joined rooms:a {}; ! returned";

    private static final Map<String, String> CLIENT_STATES = rows(
            "NEW = ",
            "RUNNING = " + CONNECTED + "; ! info running",
            "STOPPING = " + CONNECTED + "; ! stop; ! returned",
            "STOPPED = " + CONNECTED + "; ! stop; ! returned; ! returned");

    private static final Map<String, String> CLIENT_INPUTS = rows(
            "OfEvent = < 1 message rooms:a hello {}",
            "EventAwaited = << 1 message rooms:a hello {}",
            "Started = ! started",
            "MessageTaken = ! info x",
            "JoinAwaited = ! whenjoined 7 rooms:a",
            "JoinNotAwaited = ! notawaited 7 rooms:a",
            "OperationsWritten = > push 9 rooms:a shout {}",
            "Returned = ! returned push 9 rooms:a shout {}",
            "Threw = ! threw",
            "CredentialsGiven = ! given 1",
            "CredentialsRefused = ! refused 1",
            "ParamsGiven = ! params rooms:a 1 {}",
            "ParamsRefused = ! noparams rooms:a 1",
            "StopAsked = ! stop",
            "MailboxEmptied = ! empty",
            "TimePassed = +");

    private static final String ASKING = "= reconnect 1s; ! started; > connect; ! returned";

    private static final Map<String, String> PHASES = rows(
            "IDLE = " + ASKING + "; > disconnect; ! returned",
            "BACKING_OFF = " + ASKING + "; ! given 1; < 1 failed 500; ! returned",
            "ASKING = " + ASKING,
            "OPENING = " + ASKING + "; ! given 1",
            "OPEN = " + ASKING + "; ! given 1; < 1 connected; ! returned");

    private static final Map<String, String> ABOUT_AN_ATTEMPT = rows(
            "connect = > connect",
            "disconnect = > disconnect",
            "reconnect = > reconnect",
            "at once = > reconnectNow",
            "given = ! given 1",
            "refused = ! refused 1",
            "connected = < 1 connected",
            "failed = < 1 failed 500",
            "lost = < 1 closed lost",
            "time = +");

    private static final Map<String, String> WEBSOCKET_PHASES = rows(
            "OPENING = > send one",
            "OPEN = > send one; ! opened",
            "CLOSING = > send one; ! opened; > close 1000 bye",
            "ENDED = > send one; ! opened; ! closed 1001 away");

    private static final Map<String, String> WEBSOCKET_INPUTS = rows(
            "Opened = ! opened",
            "OpeningFailed = ! refused",
            "Pinged = ! ping",
            "Ponged = ! pong",
            "CloseReceived = ! closed 1001 away",
            "ProtocolBroken = ! broken 1002",
            "Failed = ! failed",
            "WriteFailed = ! unwritten",
            "ReadingPaused = ! pause",
            "ReadingResumed = ! pause; < one; > resume",
            "CloseRequested = > close 1000 bye",
            "TimePassed = +",
            "offer = > send two",
            "next = > flush",
            "more = > send two; ! more",
            "written = ! written",
            "received = < one");

    @Test
    void connectionFollowsItsTable() throws IOException {
        assertThat(STATES.keySet().stream().map(ConnectionMachine.State::valueOf))
                .containsExactly(ConnectionMachine.State.values());
        assertThat(INPUTS.keySet()).containsExactlyInAnyOrderElementsOf(everyInput());

        assertThat(played("input", INPUTS, STATES, ConnectionSubject::new, Subject::state))
                .isEqualTo(written("connection/ConnectionMachine", "input"));
    }

    @Test
    void topicFollowsItsTable() throws IOException {
        assertThat(played(
                        "about a topic", ABOUT_A_TOPIC, STATUSES, ConnectionSubject::new, TransitionTableTest::status))
                .isEqualTo(written("connection/Channels", "about a topic"));
    }

    @Test
    void clientFollowsItsTable() throws IOException {
        assertThat(CLIENT_STATES.keySet().stream().map(ClientMachine.Phase::valueOf))
                .containsExactly(ClientMachine.Phase.values());
        assertThat(CLIENT_INPUTS.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        namesOf(Signature.OfEvent.class, ClientInput.class.getPermittedSubclasses()));

        assertThat(played("input", CLIENT_INPUTS, CLIENT_STATES, ClientSubject::new, TransitionTableTest::stage))
                .isEqualTo(written("client/ClientMachine", "input"));
    }

    @Test
    void attemptsFollowTheirTable() throws IOException {
        assertThat(played("about it", ABOUT_AN_ATTEMPT, PHASES, ClientSubject::new, TransitionTableTest::phase))
                .isEqualTo(written("client/Reconnector", "about it"));
    }

    @Test
    void webSocketFollowsItsTable() throws IOException {
        assertThat(WEBSOCKET_PHASES.keySet().stream().map(WebSocketMachine.Phase::valueOf))
                .containsExactly(WebSocketMachine.Phase.values());
        assertThat(WEBSOCKET_INPUTS.keySet())
                .containsAll(Stream.of(WebSocketInput.class.getPermittedSubclasses())
                        .map(Class::getSimpleName)
                        .toList())
                .contains("offer", "next", "more", "written", "received");

        assertThat(played("input", WEBSOCKET_INPUTS, WEBSOCKET_PHASES, WebSocketSubject::new, Subject::state))
                .isEqualTo(written("websocket/WebSocketMachine", "input"));
    }

    private static String stage(Subject subject) {
        return subject.state().split(" ")[0];
    }

    private static String phase(Subject subject) {
        return subject.toString().replaceFirst(".*attempts=\\[(\\w+),.*", "$1");
    }

    private static List<String> namesOf(Class<?> signature, Class<?>... types) {
        return Stream.concat(Stream.of(signature), Stream.of(types).flatMap(TransitionTableTest::leaves))
                .map(Class::getSimpleName)
                .toList();
    }

    private static Stream<Class<?>> leaves(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses()).flatMap(TransitionTableTest::leaves)
                : Stream.of(type);
    }

    private static List<String> everyInput() {
        return Stream.concat(
                        Stream.of(ConnectionInput.class.getPermittedSubclasses()),
                        Stream.of(Command.class.getPermittedSubclasses()))
                .map(Class::getSimpleName)
                .toList();
    }

    /** The status of the topic's last join, as the machine prints it. */
    private static String status(Subject subject) {
        String last = "NONE";
        for (var found = Pattern.compile("[\\[ ]rooms:a/\\d+ (\\w+)")
                        .matcher(subject.toString().split("deadlines")[0]);
                found.find(); ) {
            last = found.group(1);
        }
        return last;
    }

    private static Map<String, List<String>> played(
            String corner,
            Map<String, String> inputs,
            Map<String, String> states,
            Supplier<Subject> subjects,
            Function<Subject, String> stateOf) {
        Map<String, List<String>> cells = new LinkedHashMap<>();
        cells.put(corner, List.copyOf(states.keySet()));
        inputs.forEach((name, input) -> cells.put(
                name,
                states.values().stream()
                        .map(state -> cell(subjects.get(), state, input, stateOf))
                        .toList()));
        return cells;
    }

    private static String cell(Subject subject, String setup, String input, Function<Subject, String> stateOf) {
        List<Object> effects = new ArrayList<>();
        List<String> lines = new ArrayList<>(List.of(setup.split("; ")));
        lines.addAll(List.of(input.split("; ")));
        String before = "";
        for (String line : lines) {
            before = stateOf.apply(subject);
            effects.clear();
            if (!line.equals("+")) {
                if (!line.isEmpty()) {
                    subject.tell(line, Duration.ZERO, effects::add);
                }
            } else if (subject.nextDeadline() != null) {
                subject.passTime(subject.nextDeadline(), effects::add);
            }
        }
        String after = stateOf.apply(subject);
        List<String> words =
                new ArrayList<>(effects.stream().map(TransitionTableTest::word).toList());
        if (!after.equals(before)) {
            words.add(after);
        }
        return words.isEmpty() ? "-" : String.join(" ", words);
    }

    private static String word(Object effect) {
        return switch (effect) {
            case Signature.OfEvent(var connection, var event) ->
                event.getClass().getSimpleName();
            case Signature.OfCommand(var connection, var command) ->
                command.getClass().getSimpleName();
            case ConnectionEffect its -> word(its);
            case ClientEffect its -> word(its);
            case WebSocketSubject.Offered(var answer) -> answer.name();
            case Object other -> other.getClass().getSimpleName();
        };
    }

    private static String word(ConnectionEffect effect) {
        return switch (effect) {
            case ConnectionEffect.OpenTransport open -> "open";
            case ConnectionEffect.Send send -> "send";
            case ConnectionEffect.TrySend attempt -> "try";
            case ConnectionEffect.AnswerPush answer -> "answer";
            case ConnectionEffect.CloseTransport close -> "close";
            case ConnectionEffect.CollectGarbage() -> "collect";
            case ConnectionEffect.Report(var observation) ->
                observation instanceof Observation.FrameDropped ? "drop" : "note";
        };
    }

    private static String word(ClientEffect effect) {
        return switch (effect) {
            case Callback.OfEvent(var event) -> event.getClass().getSimpleName();
            case Callback callback -> callback.getClass().getSimpleName();
            case ClientEffect.AskCredentials ask -> "ask";
            case ClientEffect.AskParams ask -> "ask params";
            case ClientEffect.StartConnection start -> "start";
            case ClientEffect.Enqueue enqueue -> "enqueue";
            case ClientEffect.Answer answer -> "answer";
            case ClientEffect.Exit exit -> "exit";
            case ClientEffect.LogException log -> "log";
            case ClientEffect.Report report -> "note";
        };
    }

    /**
     * Reads the table whose header begins with {@code corner} from the source file of {@code type}. Returns the cells
     * of each row, by the name of the row.
     */
    private static Map<String, List<String>> written(String type, String corner) throws IOException {
        Path source = Path.of("src/main/java/dev/slipstream/core/machine", type + ".java");
        Map<String, List<String>> cells = new LinkedHashMap<>();
        Files.readString(source)
                .lines()
                .map(line -> line.replaceFirst("^ \\* ", ""))
                .dropWhile(line -> !line.startsWith(corner + "  "))
                .takeWhile(line -> !line.contains("</pre>"))
                .map(line -> line.split(" {2,}"))
                .forEach(row -> cells.put(row[0], Arrays.asList(row).subList(1, row.length)));
        return cells;
    }

    private static Map<String, String> rows(String... rows) {
        Map<String, String> map = new LinkedHashMap<>();
        for (String row : rows) {
            String[] parts = row.split(" = ", 2);
            map.put(parts[0], parts[1]);
        }
        return map;
    }
}
