package dev.slipstream.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Connection;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Observation.Problem;
import dev.slipstream.core.ReconnectPolicy.Decision;
import dev.slipstream.core.Telemetry.DropReason;
import dev.slipstream.core.machine.FullQueue;
import dev.slipstream.core.machine.client.FailureWords;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.ResourceBundle;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each problem of a client causes a line that says what happened and what to do. No server can fill the log. */
class ProblemLogTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final DisconnectReason REFUSED =
            new DisconnectReason.ConnectFailed(new Failure.ConnectionRefused("localhost:4000"));

    private final List<String> lines = new ArrayList<>();
    private Level least = Level.INFO;
    private boolean isBroken;
    private Duration now = Duration.ofHours(1);
    private final ProblemLog log = log(false);

    private ProblemLog log(boolean isScript) {
        return new ProblemLog(() -> now.toNanos(), () -> "client lobby", isScript, new LineLogger());
    }

    /** Keeps the lines of the levels that are enabled. */
    private final class LineLogger implements System.Logger {

        @Override
        public String getName() {
            return "lines";
        }

        @Override
        public boolean isLoggable(Level level) {
            return level.compareTo(least) >= 0;
        }

        @Override
        public void log(Level level, @Nullable ResourceBundle bundle, String line, @Nullable Throwable thrown) {
            throw new AssertionError(thrown);
        }

        @Override
        public void log(Level level, @Nullable ResourceBundle bundle, String line, @Nullable Object... values) {
            if (isBroken) {
                throw new IllegalStateException("the disk is full");
            }
            if (isLoggable(level)) {
                lines.add(level + " " + line);
            }
        }
    }

    private static Problem scheduled(int attempt, Duration delay, DisconnectReason reason) {
        return new Observation.ReconnectScheduled(attempt, delay, reason, Decision.BACKOFF);
    }

    static Stream<Arguments> linesSayWhatHappenedAndWhatToDo() {
        return Stream.of(
                Arguments.of(
                        new Observation.ReconnectScheduled(
                                2,
                                Duration.ofMillis(22_500),
                                new DisconnectReason.ConnectFailed(Failure.HandshakeRefused.of(403)),
                                Decision.SLOW_BACKOFF),
                        "attempt 2 to connect failed: the server answered 403: it refused the credentials; check the"
                                + " token, and check_origin of the endpoint; the next attempt begins in 22.5 s, and later"
                                + " waits may be longer (Configuration.slowReconnectBackoff); once the cause is mended,"
                                + " call client.run(Socket::reconnectNow) to connect at once"),
                Arguments.of(
                        scheduled(3, Duration.ofMillis(350), REFUSED),
                        "attempt 3 to connect failed: nothing accepts connections at localhost:4000: check that the"
                                + " server is running; the next attempt begins in 350 ms"),
                Arguments.of(
                        scheduled(1, Duration.ofMillis(1500), new DisconnectReason.Closed(1012, "restart\nnow")),
                        "the server closed the connection with code 1012, restart\\u000anow;"
                                + " the next attempt begins in 1.5 s"),
                Arguments.of(
                        scheduled(1, SECOND, new DisconnectReason.Failed(new Failure.HeartbeatTimedOut(SECOND))),
                        "the connection ended: the server did not answer a heartbeat within 1 s: it hangs, or the"
                                + " network is dead; the next attempt begins in 1 s"),
                Arguments.of(
                        new Observation.PolicyFailed("rejoinBackoff", "null"),
                        "Configuration.rejoinBackoff returned null, so the client used the default; return a delay in"
                                + " every case"),
                Arguments.of(
                        new Observation.PolicyFailed("reconnects", "null"),
                        "ReconnectPolicy.reconnects returned null, so the client used the default; return a decision in"
                                + " every case"),
                Arguments.of(
                        new Observation.ReconnectAbandoned(
                                2, new DisconnectReason.ConnectFailed(Failure.HandshakeRefused.of(404))),
                        "the client no longer connects: the server answered 404: check that the path is right and"
                                + " ends in /websocket; to connect again, call client.run(Socket::reconnectNow); a"
                                + " ReconnectPolicy decides when the client gives up"),
                Arguments.of(
                        new Observation.RejoinScheduled("rooms:1", 1, SECOND, "the channel crashed on the server"),
                        "rooms:1 is not joined: the channel crashed on the server; join 2 follows in 1 s"),
                Arguments.of(
                        new Observation.RejoinScheduled(
                                "rooms:1", 1, Duration.ofNanos(999_999), "the channel crashed on the server"),
                        "rooms:1 is not joined: the channel crashed on the server; join 2 follows at once"),
                Arguments.of(
                        scheduled(
                                1, Duration.ZERO, new DisconnectReason.ConnectFailed(Failure.HandshakeRefused.of(403))),
                        "attempt 1 to connect failed: the server answered 403: it refused the credentials; check the"
                                + " token, and check_origin of the endpoint; the next attempt begins at once"),
                Arguments.of(
                        new Observation.JoinAbandoned(
                                "rooms:1", "the server refused the join with {\"reason\":\"no\"}"),
                        "the client no longer joins rooms:1: the server refused the join with {\"reason\":\"no\"};"
                                + " to join it again, call socket.rejoin or channel.join"),
                Arguments.of(
                        new Observation.TopicEnded("rooms:1"),
                        "the server ended rooms:1 normally (phx_close); to join it again, call socket.rejoin or"
                                + " channel.join; to join it after each such end, use a ReconnectPolicy whose"
                                + " rejoinsAfterClose returns true"),
                Arguments.of(
                        new Observation.PushDropped("rooms:1", "shout", new Failure.NotJoined("rooms:1")),
                        "the push of shout to rooms:1 was not sent: the topic is not joined; push after the join,"
                                + " join with a PushBuffer, or join again if it was left"),
                Arguments.of(
                        new Observation.PushDropped("rooms:1", "shout", new Failure.TimedOut(Duration.ofSeconds(30))),
                        "the push of shout to rooms:1 was not sent: the topic was not joined within 30 s, or a"
                                + " callback blocked the client for that long"),
                Arguments.of(
                        new Observation.PayloadMismatched("handleMessage", "rooms:1", "shout", "cannot decode it"),
                        "the event shout on rooms:1 was not handled: cannot decode it"),
                Arguments.of(
                        new Observation.PayloadMismatched(
                                "the int handler of shout on rooms:1", "rooms:1", "shout", "cannot decode it"),
                        "the int handler of shout on rooms:1 could not decode shout: cannot decode it"),
                Arguments.of(
                        new Observation.PayloadMismatched("handleOutcome", "", "", "cannot decode it"),
                        "handleOutcome dropped its message: cannot decode it"),
                Arguments.of(
                        new Observation.MessageDisplaced("rooms:1", "shout"),
                        "the mailbox is full and dropped shout on rooms:1: await messages more often, or raise"
                                + " StartOptions.maxMessages"),
                Arguments.of(
                        new Observation.OperationsLost("handleInfo", 1, 2),
                        "handleInfo lost 1 operation(s) and 2 assign(s), because it returned an older socket; return"
                                + " the socket that its last operation returned"),
                Arguments.of(
                        new Observation.OperationDropped(
                                "rejoin", "rooms:1", false, "the topic was never joined; call join first"),
                        "rejoin rooms:1 has no effect: the topic was never joined; call join first"),
                Arguments.of(
                        new Observation.FrameDropped(Connection.numbered(1), DropReason.MALFORMED, "", ""),
                        "a frame of the server is not a Phoenix message and was dropped: check that the server is a"
                                + " Phoenix server and speaks the serializer's version"),
                Arguments.of(
                        new Observation.FrameDropped(Connection.numbered(1), DropReason.OVER_LIMIT, "", ""),
                        "a frame of the server exceeds a limit of the serializer and was dropped: docs/protocol.md"
                                + " lists the limits"),
                Arguments.of(
                        new Observation.ProblemReported("dropped orders", "3 orders were dropped; read faster"),
                        "3 orders were dropped; read faster"),
                Arguments.of(
                        new Observation.RestartAbandoned(4, "Failed[x]"),
                        "the client is not started again after 4 run(s); the last one ended: Failed[x]"));
    }

    @ParameterizedTest
    @MethodSource
    void linesSayWhatHappenedAndWhatToDo(Problem problem, String line) {
        log.report(problem);

        Level level = problem instanceof Observation.TopicEnded ? Level.INFO : Level.WARNING;
        assertThat(lines).containsExactly(level + " client lobby: " + line);
    }

    /** This log has no line for a failed handler, because the process logs its exception with the stack trace. */
    @Test
    void eachKindOfProblemHasALineExceptAFailedHandler() {
        List<Class<?>> shown = Stream.concat(
                        linesSayWhatHappenedAndWhatToDo()
                                .<Class<?>>map(arguments -> arguments.get()[0].getClass())
                                .distinct(),
                        Stream.of(Observation.HandlerFailed.class))
                .toList();

        assertThat(shown).containsExactlyInAnyOrder(Problem.class.getPermittedSubclasses());
    }

    static Stream<Problem> healthyClientsWriteNothing() {
        Stream<Problem> crossed = Stream.of(
                        DropReason.STALE_JOIN, DropReason.UNKNOWN_TOPIC, DropReason.UNKNOWN_REF, DropReason.AFTER_END)
                .map(why -> new Observation.FrameDropped(Connection.numbered(1), why, "rooms:1", "shout"));
        return Stream.concat(
                crossed,
                Stream.of(
                        scheduled(1, SECOND, new DisconnectReason.Requested()),
                        new Observation.RejoinScheduled("rooms:1", 1, SECOND, "")));
    }

    @ParameterizedTest
    @MethodSource
    void healthyClientsWriteNothing(Problem problem) {
        log.report(problem);

        assertThat(lines).isEmpty();
    }

    /** The client process logs an exception of a policy itself, with the stack trace. */
    @Test
    void exceptionOfAPolicyIsNotWrittenTwice() {
        log.report(new Observation.PolicyFailed("reconnects", "java.lang.NullPointerException"));

        assertThat(lines).isEmpty();
    }

    @Test
    void exceptionOfASerializerIsNotWrittenTwice() {
        log.report(new Observation.FrameDropped(Connection.numbered(1), DropReason.DECODE_FAILED, "", ""));

        assertThat(lines).isEmpty();
    }

    @Test
    void exceptionOfAHandlerIsNotWrittenTwice() {
        log.report(new Observation.HandlerFailed("the onJoin handler", "rooms:1", "", "java.lang.LinkageError"));

        assertThat(lines).isEmpty();
    }

    @Test
    void operationsOfEachKindHaveTheirOwnLine() {
        for (int i = 0; i < 2; i++) {
            log.report(new Observation.OperationDropped("reconnect", "", false, "the connection is still closing"));
            log.report(new Observation.OperationDropped("push", "rooms:1", false, "the client is stopping"));
        }

        assertThat(lines)
                .containsExactly(
                        "WARNING client lobby: reconnect has no effect: the connection is still closing",
                        "WARNING client lobby: push rooms:1 has no effect: the client is stopping");
        log.writeCounts();
        assertThat(lines).hasSize(4).contains("WARNING client lobby: push without effect (1 more in the last 0 s)");
    }

    @Test
    void operationThatChangesNothingIsLoggedAtDebug() {
        Problem second = new Observation.OperationDropped("leave", "rooms:1", true, "");
        log.report(second);

        assertThat(lines).isEmpty();

        least = Level.DEBUG;
        log.report(second);
        log.report(second);

        assertThat(lines)
                .containsExactly("DEBUG client lobby: leave rooms:1 changed nothing: the client was already"
                        + " in this state, or it is stopping");
    }

    @Test
    void failedConnectOfAScriptIsNotLoggedBecauseItThrows() {
        ProblemLog script = log(true);

        script.report(scheduled(1, SECOND, REFUSED));
        script.report(new Observation.ReconnectAbandoned(1, REFUSED));
        assertThat(lines).isEmpty();

        script.report(scheduled(2, SECOND, REFUSED));
        assertThat(lines).hasSize(1);
    }

    /** No call throws a failure of a later attempt: the script may not be waiting. */
    @Test
    void scriptThatWasConnectedIsToldWhenItsClientGivesUp() {
        log(true).report(new Observation.ReconnectAbandoned(2, REFUSED));

        assertThat(lines)
                .containsExactly("WARNING client lobby: the client no longer connects: nothing accepts connections"
                        + " at localhost:4000: check that the server is running; to connect again, call session.apply(session.socket().reconnectNow()); a ReconnectPolicy decides when"
                        + " the client gives up");
    }

    /** The causes before and after this change are equal, but the client then waits much longer. */
    @ParameterizedTest
    @MethodSource("slowReasons")
    void changeToTheSlowBackoffHasItsOwnLine(DisconnectReason reason) {
        log.report(scheduled(1, Duration.ZERO, reason));
        log.report(scheduled(2, SECOND, reason));
        assertThat(lines).hasSize(1);

        log.report(new Observation.ReconnectScheduled(3, Duration.ofSeconds(20), reason, Decision.SLOW_BACKOFF));
        log.report(new Observation.ReconnectScheduled(4, Duration.ofSeconds(40), reason, Decision.SLOW_BACKOFF));

        assertThat(lines).hasSize(2);
        assertThat(lines.getLast())
                .contains("the next attempt begins in 20 s, and", "client.run(Socket::reconnectNow)");
    }

    static Stream<DisconnectReason> slowReasons() {
        return Stream.of(
                new DisconnectReason.ConnectFailed(Failure.HandshakeRefused.of(403)),
                new DisconnectReason.ConnectFailed(new Failure.TlsFailed("expired")),
                new DisconnectReason.Failed(new Failure.ConnectionLost("reset")),
                new DisconnectReason.Closed(1012, ""));
    }

    @Test
    void scriptIsAdvisedToReconnectThroughItsSession() {
        log(true).report(new Observation.ReconnectScheduled(2, SECOND, REFUSED, Decision.SLOW_BACKOFF));

        assertThat(lines).singleElement().asString().contains("session.apply(session.socket().reconnectNow())");
    }

    @Test
    void scriptIsAdvisedToCallJoinOfItsSession() {
        ProblemLog script = log(true);

        script.report(new Observation.JoinAbandoned("rooms:1", "the server refused the join with {}"));
        script.report(new Observation.TopicEnded("rooms:2"));

        assertThat(lines)
                .containsExactly(
                        "WARNING client lobby: the client no longer joins rooms:1: the server refused the join with {}; to"
                                + " join it again,"
                                + " call session.join",
                        "INFO client lobby: the server ended rooms:2 normally (phx_close); to join it again, call"
                                + " session.join");
    }

    /** A server that accepts each join and then ends the channel. */
    @Test
    void loopOfJoinsAndEndsIsVisibleAndLimited() {
        for (int i = 1; i <= 10_000; i++) {
            log.report(new Observation.RejoinScheduled("rooms:1", i, SECOND, "the server ended the channel"));
            log.report(new Observation.TopicEnded("rooms:" + i));
        }
        now = now.plusMinutes(1);
        log.report(new Observation.TopicEnded("rooms:1"));

        assertThat(lines)
                .hasSizeLessThan(20)
                .contains(
                        "WARNING client lobby: rooms:1 is not joined: the server ended the channel; join 2 follows in"
                                + " 1 s",
                        "WARNING client lobby: rooms:1 is not joined (9999 more in the last 60 s)",
                        "INFO client lobby: other lines that were not written (9991 more in the last 60 s)");
    }

    /** A client with many topics: some join later, some are given up. */
    @Test
    void abandonmentsAreLoggedDespiteManyRetriesAndDroppedPushes() {
        for (int i = 0; i < 20; i++) {
            log.report(new Observation.RejoinScheduled("rooms:" + i, 1, SECOND, "the channel crashed on the server"));
            log.report(new Observation.PushDropped("rooms:" + i, "shout", new Failure.Disconnected()));
            log.report(new Observation.OperationsLost("callback" + i, 1, 0));
        }
        lines.clear();

        log.report(new Observation.JoinAbandoned("rooms:20", "the server refused the join with {}"));
        log.report(new Observation.ReconnectAbandoned(1, REFUSED));
        log.report(new Observation.RestartAbandoned(4, "Failed[x]"));

        assertThat(lines).hasSize(3);
    }

    @Test
    void normalEndsHideNoProblem() {
        for (int i = 0; i < 20; i++) {
            log.report(new Observation.TopicEnded("rooms:" + i));
        }
        log.report(new Observation.JoinAbandoned("rooms:20", "the server refused the join with {}"));

        assertThat(lines)
                .contains(
                        "WARNING client lobby: the client no longer joins rooms:20: the server refused the join with {}; to"
                                + " join it again,"
                                + " call socket.rejoin or channel.join");
    }

    static Stream<Arguments> failuresAreLoggedInWords() {
        return Stream.of(
                Arguments.of(new Failure.HostUnresolved("nowhere"), "the host nowhere has no address"),
                Arguments.of(
                        new Failure.HostUnsupported("my_service", "use another name"),
                        "cannot connect to the host my_service: use another name"),
                Arguments.of(new Failure.ConnectionRefused("a:1"), "check that the server is running"),
                Arguments.of(new Failure.ConnectTimedOut(SECOND), "no answer within 1 s"),
                Arguments.of(new Failure.TlsFailed("expired"), "TLS failed, expired: check the certificate"),
                Arguments.of(new Failure.PlaintextReceived("a:1"), "a:1 answered without TLS"),
                Arguments.of(new Failure.ProxyFailed("refused"), "the proxy failed, refused"),
                Arguments.of(Failure.HandshakeRefused.of(401), "it refused the credentials; check the token"),
                Arguments.of(Failure.HandshakeRefused.of(403), "check_origin of the endpoint"),
                Arguments.of(Failure.HandshakeRefused.of(400), "check that the path ends in /websocket, and that"),
                Arguments.of(Failure.HandshakeRefused.of(302), "redirects are not followed; use the final address"),
                Arguments.of(Failure.HandshakeRefused.of(503), "it is overloaded, or not ready yet"),
                Arguments.of(Failure.HandshakeRefused.of(500), "the server answered 500"),
                Arguments.of(new Failure.HandshakeInvalid("no accept key"), "not a websocket handshake, no accept key"),
                Arguments.of(new Failure.CredentialsFailed("late"), "no credentials: late"),
                Arguments.of(new Failure.ConnectionLost("TCP was reset"), "TCP was reset"),
                Arguments.of(new Failure.ProtocolViolated(1002, "bad"), "the server broke the protocol: bad;"),
                Arguments.of(new Failure.MessageTooLarge(7), "raise Configuration.maxMessageBytes"),
                Arguments.of(new Failure.HeartbeatTimedOut(SECOND), "did not answer a heartbeat within 1 s"),
                Arguments.of(new Failure.SlowConsumer("30 s"), "callbacks are slower than the server, 30 s"),
                Arguments.of(new Failure.Unexpected("it threw"), "it threw: this is a bug; report it"),
                Arguments.of(new Failure.TimedOut(SECOND), "no reply within 1 s"),
                Arguments.of(new Failure.Disconnected(), "the connection ended first"),
                Arguments.of(new Failure.TopicClosed("a"), "the topic closed first"),
                Arguments.of(new Failure.NotJoined("a"), "the topic is not joined; push after the join"),
                Arguments.of(new Failure.Cancelled(), "the topic was left, or the client ended"),
                Arguments.of(
                        new Failure.Overflow(FullQueue.OUTBOUND_FRAMES, 9),
                        "the outbound queue is full, at 9 frames; push less often, wait for room with push(topic,"
                                + " event, payload, timeout), or raise Configuration.maxOutboundFrames"),
                Arguments.of(
                        new Failure.Overflow(FullQueue.OUTBOUND_BYTES, 9),
                        "the outbound queue is full, at 9 bytes; push less often, wait for room with push(topic,"
                                + " event, payload, timeout), or raise Configuration.maxOutboundBytes"),
                Arguments.of(
                        new Failure.Overflow(FullQueue.PENDING_REPLIES, 9),
                        "too many pushes wait for a reply, 9; wait for replies before you push more, or raise"
                                + " Configuration.maxPending"),
                Arguments.of(
                        new Failure.Overflow(FullQueue.buffer("a"), 9),
                        "the buffer of a is full, at 9; push after the join, or join with a larger PushBuffer"),
                Arguments.of(
                        new Failure.Overflow(FullQueue.bufferBytes("a"), 9),
                        "the bytes in the buffer of a are full, at 9; push after the join, or join with a larger"
                                + " PushBuffer"),
                Arguments.of(new Failure.ReplyInvalid("no status"), "the reply was invalid, no status"),
                Arguments.of(new Failure.Unencodable("long"), "the frame cannot be sent: long"));
    }

    @ParameterizedTest
    @MethodSource
    void failuresAreLoggedInWords(Failure failure, String words) {
        assertThat(FailureWords.of(failure)).contains(words);
    }

    /** Only an answer to the upgrade request hints at a wrong path. */
    @Test
    void onlyRefusedHandshakesSuggestCheckingThePath() {
        List<Failure> asking = failuresAreLoggedInWords()
                .map(arguments -> (Failure) arguments.get()[0])
                .filter(failure -> FailureWords.of(failure).contains("/websocket"))
                .toList();
        log.report(new Observation.FrameDropped(Connection.numbered(1), DropReason.MALFORMED, "", ""));

        assertThat(asking).isNotEmpty().hasOnlyElementsOfType(Failure.HandshakeRefused.class);
        assertThat(lines).hasSize(1).noneMatch(line -> line.contains("/websocket"));
    }

    @Test
    void eachFailureHasWords() {
        List<Class<?>> said = failuresAreLoggedInWords()
                .<Class<?>>map(arguments -> arguments.get()[0].getClass())
                .distinct()
                .toList();

        assertThat(said).containsExactlyInAnyOrderElementsOf(Arrays.asList(Failure.class.getPermittedSubclasses()));
    }

    /**
     * A client may join many topics, or a server may refuse one topic often. Both can cause many lines of the same
     * kind.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 20_000})
    void problemsOfTopicsWriteFewLines(int topics) {
        for (int i = 0; i < 20_000; i++) {
            now = now.plus(Duration.ofMillis(1));
            log.report(new Observation.JoinAbandoned("rooms:" + i % topics, "the server refused the join with {}"));
        }

        assertThat(lines).hasSize(Math.min(topics, 17));
        now = now.plus(LogLimit.PERIOD);
        log.report(new Observation.JoinAbandoned("rooms:0", "the server refused the join with {}"));
        assertThat(lines.getLast()).contains(topics == 1 ? "(19999 more in the last " : "no longer joins rooms:0");
        assertThat(lines).anyMatch(line -> line.contains(" more in the last "));
    }

    private static Problem mismatch(String callback, String topic, String event) {
        return new Observation.PayloadMismatched(callback, topic, event, "cannot decode it");
    }

    @Test
    void firstMismatchOfEachEventAndCallbackIsWritten() {
        log.report(mismatch("handleMessage", "rooms:1", "said"));
        log.report(mismatch("handleMessage", "rooms:2", "said"));
        log.report(mismatch("handleMessage", "rooms:1", "left"));
        log.report(mismatch("handleOutcome", "", ""));
        log.report(mismatch("handleJoin", "", ""));

        assertThat(lines)
                .containsExactly(
                        "WARNING client lobby: the event said on rooms:1 was not handled: cannot decode it",
                        "WARNING client lobby: the event left on rooms:1 was not handled: cannot decode it",
                        "WARNING client lobby: handleOutcome dropped its message: cannot decode it",
                        "WARNING client lobby: handleJoin dropped its message: cannot decode it");
        log.writeCounts();
        assertThat(lines.getLast())
                .isEqualTo("WARNING client lobby: handleMessage could not decode said (1 more in the last 0 s)");
    }

    /** A hostile server chooses a new name for each event. */
    @Test
    void newEventsWriteFewLinesAndHideNoOtherProblem() {
        for (int i = 0; i < 20_000; i++) {
            now = now.plus(Duration.ofMillis(1));
            log.report(mismatch("handleMessage", "rooms:1", "event" + i + "\n"));
        }

        assertThat(lines).hasSize(9).noneMatch(line -> line.contains("\n"));
        lines.clear();
        log.report(new Observation.JoinAbandoned("rooms:1", "the server refused the join with {}"));
        log.report(scheduled(1, SECOND, REFUSED));
        assertThat(lines).hasSize(2);
    }

    @Test
    void countsAreWrittenAtTheEnd() {
        for (int problem = 0; problem < 3; problem++) {
            log.report(scheduled(1, SECOND, REFUSED));
            log.report(new Observation.JoinAbandoned("rooms:0", "the server refused the join with {}"));
        }
        assertThat(lines).hasSize(2);

        log.writeCounts();

        assertThat(lines)
                .hasSize(4)
                .filteredOn(line -> line.contains("(2 more in the last "))
                .hasSize(2);
    }

    @Test
    void countsOfEachGroupAreWrittenAtTheEnd() {
        for (int problem = 0; problem < 2; problem++) {
            log.report(scheduled(1, SECOND, REFUSED));
            log.report(new Observation.JoinAbandoned("rooms:0", "the server refused the join with {}"));
            log.report(mismatch("handleMessage", "rooms:0", "said"));
            log.report(new Observation.RejoinScheduled("rooms:0", 1, SECOND, "the channel crashed on the server"));
            log.report(new Observation.TopicEnded("rooms:0"));
            log.report(new Observation.ProblemReported("late orders", "1 order is late"));
        }
        lines.clear();

        log.writeCounts();

        assertThat(lines).hasSize(6).allMatch(line -> line.endsWith("(1 more in the last 0 s)"));
    }

    /** The end of a client may itself be a problem, such as a restart that is given up. */
    @Test
    void problemAfterTheEndIsWrittenAtOnce() {
        for (int i = 0; i < 20; i++) {
            log.report(new Observation.OperationsLost("callback" + i, 1, 0));
        }
        log.writeCounts();
        lines.clear();

        log.report(new Observation.RestartAbandoned(4, "Failed[x]"));

        assertThat(lines).singleElement().asString().contains("the client is not started again after 4 run(s)");
    }

    @Test
    void problemsOfTopicsHideNoLostConnection() {
        problemsOfTopicsWriteFewLines(20_000);
        lines.clear();

        log.report(scheduled(1, SECOND, REFUSED));

        assertThat(lines).hasSize(1);
    }

    @Test
    void handlerOfTheLogThatThrowsHarmsNothing() {
        isBroken = true;
        log.report(scheduled(1, SECOND, REFUSED));
        assertThat(lines).isEmpty();

        isBroken = false;
        log.report(new Observation.ReconnectAbandoned(1, REFUSED));
        assertThat(lines).hasSize(1);
    }
}
