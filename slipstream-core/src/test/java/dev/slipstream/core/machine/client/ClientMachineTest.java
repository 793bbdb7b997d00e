package dev.slipstream.core.machine.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Backoff;
import dev.slipstream.core.Command;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Connection;
import dev.slipstream.core.Credentials;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.Failure;
import dev.slipstream.core.From;
import dev.slipstream.core.Header;
import dev.slipstream.core.JoinParams;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Operation;
import dev.slipstream.core.PlainEncoder;
import dev.slipstream.core.PushBuffer;
import dev.slipstream.core.ReconnectPolicy;
import dev.slipstream.core.Ref;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Signature;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.machine.Machines;
import dev.slipstream.core.machine.connection.ConnectionEffect;
import dev.slipstream.core.machine.connection.ConnectionMachine;
import dev.slipstream.core.state.Assigns;
import dev.slipstream.core.state.CallbackScope;
import dev.slipstream.core.state.LiveSocket;
import dev.slipstream.core.state.SocketState;
import dev.slipstream.core.transport.Handshake;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Behavior of the client machine that the {@link dev.slipstream.core.transcript.Transcript transcripts} do not show.
 */
class ClientMachineTest {

    private static final Connection FIRST = Connection.numbered(1);
    private static final Event NEWS = new Event.TopicLeft("a");
    private static final String NEVER_JOINED =
            "the topic was never joined, or closed so long ago that it is forgotten; call join first";

    private final ClientMachine machine = new ClientMachine(1);
    private final List<Object> effects = new ArrayList<>();
    private Duration now = Duration.ZERO;

    private void accept(Object... inputs) {
        for (Object input : inputs) {
            Machines.accept(machine, now, input, effects::add);
        }
    }

    private void apply(Operation operation) {
        accept(new ClientInput.OperationsWritten(List.of(operation)));
    }

    @Test
    void configuredAndSuppliedCredentialsAreSentOnce() {
        Configuration configuration = Configuration.builder("ws://localhost/?a=1")
                .param("always", "b")
                .header("x-always", "c")
                .authToken("old")
                .build();
        Credentials given = Credentials.none()
                .withParam("now", "d")
                .withHeader("x-now", "e")
                .withAuthToken("new");
        accept(new ClientInput.Started());
        apply(new Command.OpenConnection(configuration, Credentials.none()));
        accept(new ClientInput.Returned(List.of()), new ClientInput.CredentialsGiven(FIRST, given));

        Handshake handshake = opened((ClientEffect.StartConnection) effects.get(effects.size() - 1));

        assertThat(handshake.uri().text()).isEqualTo("ws://localhost/?a=1&always=b&now=d&vsn=2.0.0");
        assertThat(handshake.headers()).containsExactly(new Header("x-always", "c"), new Header("x-now", "e"));
        assertThat(handshake.subprotocols()).containsExactly("phoenix", "base64url.bearer.phx.bmV3");
    }

    private static Handshake opened(ClientEffect.StartConnection started) {
        List<Object> effects = new ArrayList<>();
        ConnectionMachine connection = new ConnectionMachine(FIRST, "2.0.0", PlainEncoder.json("{}"));
        Machines.accept(connection, Duration.ZERO, new Signature.OfCommand(FIRST, started.command()), effects::add);
        return ((ConnectionEffect.OpenTransport) effects.get(0)).handshake();
    }

    @Test
    void callbackSeesDecisionOfPolicy() {
        Configuration once = Configuration.builder("ws://localhost/")
                .reconnectPolicy(ReconnectPolicy.atMost(2))
                .build();
        opening(once);

        accept(new Signature.OfEvent(FIRST, new Event.ChannelConnectFailed(new Failure.HostUnresolved("a"))));
        assertThat(socket().willReconnect()).isTrue();

        accept(new ClientInput.Returned(List.of(new Operation.Retry.ReconnectNow())));
        accept(new ClientInput.CredentialsGiven(Connection.numbered(2), Credentials.none()));
        accept(new Signature.OfEvent(
                Connection.numbered(2), new Event.ChannelConnectFailed(new Failure.HostUnresolved("a"))));
        assertThat(socket().willReconnect()).isFalse();
        assertThat(socket().reconnect().willReconnect()).isTrue();
        assertThat(socket().reconnect().disconnect().willReconnect()).isFalse();
    }

    private Socket socket() {
        return LiveSocket.of(new CallbackScope(this, PlainEncoder.INSTANCE), machine.state(), Assigns.EMPTY);
    }

    @ParameterizedTest
    @CsvSource({
        "429, 7, 7000",
        "503, 7, 7000",
        "503, 0, 1",
        "503, 300, 300000",
        "503, 301, 300000",
        "503, 999999999, 300000",
        "503, 1000000000, 300000",
        "503, -7, 1",
        "503, +7, 1",
        "503, 7s, 1",
        "503, '', 1",
        "503, ٧, 1",
        "502, 7, 1",
        "403, 7, 0"
    })
    void retryAfterIsObeyedInSecondsAndUpToItsLimit(int status, String seconds, long millis) {
        opening(Configuration.builder("ws://localhost/")
                .reconnectBackoff(Backoff.exact(List.of(Duration.ofMillis(1))))
                .build());

        Failure refused = new Failure.HandshakeRefused(status, Map.of("retry-after", List.of(seconds)), "");
        accept(
                new Signature.OfEvent(FIRST, new Event.ChannelConnectFailed(refused)),
                new ClientInput.Returned(List.of()));

        assertThat(effects)
                .last()
                .isEqualTo(new ClientEffect.Report(new Observation.ReconnectScheduled(
                        1,
                        Duration.ofMillis(millis),
                        new DisconnectReason.ConnectFailed(Failure.HandshakeRefused.of(status)),
                        status == 403 ? ReconnectPolicy.Decision.AT_ONCE : ReconnectPolicy.Decision.BACKOFF)));
    }

    @Test
    void queriesReflectCurrentState() {
        assertThat(machine.isRelevant(FIRST, NEWS)).isFalse();
        opening(Configuration.of("ws://localhost/"));

        assertThat(machine.isRelevant(FIRST, NEWS)).isTrue();
        assertThat(machine.isRelevant(Connection.numbered(2), NEWS)).isFalse();
        assertThat(machine.isEnding()).isFalse();

        accept(new Signature.OfEvent(FIRST, new Event.ChannelConnected()));
        apply(new Command.JoinTopic(new Ref("1"), "a", PlainEncoder.json("{}"), Duration.ofSeconds(1)));
        accept(new ClientInput.Returned(List.of()));
        assertThat(machine.leaving("a")).isZero();
        accept(new ClientInput.MessageTaken(new Callback.Info("leave")));
        apply(new Command.LeaveTopic(new Ref("2"), "a"));
        assertThat(machine.leaving("a")).isOne();

        apply(new Operation.StopClient(new StopReason.Normal()));
        assertThat(machine.isEnding()).isTrue();
        assertThat(machine.phase()).isEqualTo(ClientMachine.Phase.RUNNING);
        accept(new ClientInput.Returned(List.of()));
        assertThat(machine.isEnding()).isTrue();
        assertThat(machine.isRelevant(FIRST, NEWS)).isFalse();
    }

    @Test
    void afterDisconnectAConnectedEventIsIgnoredButAClosedEventIsNot() {
        opening(Configuration.of("ws://localhost/"));
        accept(new ClientInput.MessageTaken(new Callback.Info("no")));
        apply(new Command.CloseConnection());

        assertThat(machine.isRelevant(FIRST, new Event.ChannelConnected())).isFalse();
        assertThat(machine.isRelevant(FIRST, new Event.ChannelClosed(new DisconnectReason.Requested())))
                .isTrue();
    }

    @Test
    void messageAfterEndOfTopicIsCountedAsDropped() {
        opening(Configuration.of("ws://localhost/"));
        accept(new Signature.OfEvent(FIRST, new Event.ChannelConnected()), new ClientInput.Returned(List.of()));

        accept(new Signature.OfEvent(FIRST, new Event.MessageReceived("a", "x", PlainEncoder.json("{}"))));

        assertThat(effects).last().isEqualTo(new ClientEffect.Report(new Observation.EventDropped(FIRST)));
    }

    @Test
    void ineffectiveRequestsAndPushesAreReported() {
        opening(Configuration.of("ws://localhost/"));
        accept(new Signature.OfEvent(FIRST, new Event.ChannelConnected()));
        effects.clear();
        Failure unknown = new Failure.NotJoined("never");

        apply(new Operation.MakeRequest("tag", push("1", Duration.ofSeconds(1))));
        apply(push("2", null));
        apply(new Command.SendHeartbeat());
        apply(new Command.CollectGarbage());
        accept(new Signature.OfEvent(FIRST, new Event.TopicLeft("never")));

        assertThat(effects)
                .filteredOn(effect -> !(effect instanceof ClientEffect.Report))
                .containsExactly(
                        new Callback.Outcome("tag", new Reply.Lost(unknown, false)),
                        new Callback.OfEvent(new Event.PushFailed(new Ref("2"), unknown)),
                        new Signature.OfCommand(FIRST, new Command.SendHeartbeat()),
                        new Signature.OfCommand(FIRST, new Command.CollectGarbage()));
        assertThat(effects)
                .contains(
                        new ClientEffect.Report(
                                new Observation.OperationDropped("request", "never", false, NEVER_JOINED)),
                        new ClientEffect.Report(
                                new Observation.OperationDropped("push", "never", false, NEVER_JOINED)));
    }

    private static Command.PushMessage push(String ref, Duration timeout) {
        return new Command.PushMessage(new Ref(ref), "never", "x", PlainEncoder.json("{}"), timeout);
    }

    @Test
    void nextDeadlineIsEarlierOfIdleAndTimers() {
        accept(new ClientInput.Started());
        apply(new Operation.SendToSelf.WhenIdle(Duration.ofMillis(5), "idle"));
        accept(new ClientInput.Returned(List.of()));
        assertThat(Machines.deadline(machine.nextDeadline())).isEqualTo(Duration.ofMillis(5));

        accept(new ClientInput.MessageTaken(new Callback.Info("mail")));
        apply(new Operation.SendToSelf.After("k", Duration.ofMillis(7), "later"));
        apply(new Operation.SendToSelf.WhenIdle(Duration.ofMillis(9), "idle"));
        accept(new ClientInput.Returned(List.of()));
        assertThat(Machines.deadline(machine.nextDeadline())).isEqualTo(Duration.ofMillis(7));

        accept(new ClientInput.MessageTaken(new Callback.Info("mail")));
        apply(new Operation.SendToSelf.WhenIdle(Duration.ofMillis(3), "idle"));
        assertThat(Machines.deadline(machine.nextDeadline())).isNull();
        accept(new ClientInput.Returned(List.of()));
        assertThat(Machines.deadline(machine.nextDeadline())).isEqualTo(Duration.ofMillis(3));
    }

    @Test
    void forgottenTopicsAreRemoved() {
        accept(new ClientInput.Started());
        int most = 2 * SocketState.CLOSED_TOPICS_REMEMBERED;
        for (int i = 0; i <= 3 * most; i++) {
            String topic = "rooms:" + i;
            Ref join = new Ref(Integer.toString(2 * i + 1));
            Duration timeout = Duration.ofSeconds(1);
            apply(new Command.JoinTopic(join, topic, PlainEncoder.json("{}"), timeout));
            apply(new Command.LeaveTopic(new Ref(Integer.toString(2 * i + 2)), topic));
        }

        assertThat(machine.toString().split("failures=", -1)).hasSizeBetween(most / 2, most + 1);
    }

    @Test
    void callersThatNoLongerWaitForAJoinAreForgotten() {
        opening(Configuration.of("ws://localhost/"));
        accept(new Signature.OfEvent(FIRST, new Event.ChannelConnected()), new ClientInput.Returned(List.of()));
        String before = machine.toString();
        for (int i = 0; i < 3; i++) {
            accept(new ClientInput.JoinAwaited("rooms:" + i % 2, new From<>(i), 1_000_000));
        }
        for (int i = 0; i < 3; i++) {
            accept(new ClientInput.JoinNotAwaited("rooms:" + i % 2, new From<>(i)));
        }

        assertThat(machine).hasToString(before.replace("callers=null", "callers=[], ended=[], overdue=0"));
        assertThat(effects).noneMatch(effect -> effect instanceof ClientEffect.Answer);
    }

    @Test
    void pushBufferIsKeptThoughTopicsAreForgotten() {
        opening(Configuration.of("ws://localhost/"));
        accept(new Signature.OfEvent(FIRST, new Event.ChannelConnected()), new ClientInput.Returned(List.of()));
        Duration timeout = Duration.ofSeconds(1);
        JoinParams params = attempt -> CompletableFuture.completedFuture(Map.of());
        for (int i = 0; i < 3 * SocketState.CLOSED_TOPICS_REMEMBERED; i++) {
            String topic = "rooms:" + i;
            apply(new Operation.SetPushBuffer(topic, PushBuffer.of(1)));
            apply(new Operation.SetJoinParams(topic, params));
            apply(new Command.JoinTopic(new Ref("j" + i), topic, PlainEncoder.json("{}"), timeout));
            effects.clear();
            apply(new Command.PushMessage(new Ref("p" + i), topic, "hello", PlainEncoder.json("{}"), null));

            assertThat(effects).as(topic).isEmpty();

            apply(new Command.LeaveTopic(new Ref("l" + i), topic));
        }
    }

    @Test
    void paramsAreIgnoredOnceTheClientStops() {
        opening(Configuration.of("ws://localhost/"));
        accept(new Signature.OfEvent(FIRST, new Event.ChannelConnected()), new ClientInput.Returned(List.of()));
        apply(new Operation.SetJoinParams("a", attempt -> CompletableFuture.completedFuture(Map.of())));
        apply(new Command.JoinTopic(new Ref("1"), "a", PlainEncoder.json("{}"), Duration.ofSeconds(1)));
        assertThat(effects).last().isInstanceOf(ClientEffect.AskParams.class);
        accept(new ClientInput.StopAsked(new StopReason.Normal()));
        effects.clear();

        accept(new ClientInput.ParamsRefused("a", 1, "late"));
        accept(new ClientInput.ParamsGiven("a", 1, PlainEncoder.json("{}")));
        now = Duration.ofDays(1);
        accept(new ClientInput.TimePassed());

        assertThat(effects).isEmpty();
    }

    @Test
    void virtualMachineErrorSkipsHandleFailure() {
        accept(
                new ClientInput.Started(),
                new ClientInput.Returned(List.of()),
                new ClientInput.MessageTaken(new Callback.Info("one")));
        accept(new ClientInput.Threw(new StackOverflowError()));
        assertThat(effects).last().isInstanceOf(Callback.OfFailure.class);
        assertThat(machine.isEnding()).isFalse();

        accept(new ClientInput.Returned(List.of()), new ClientInput.MessageTaken(new Callback.Info("two")));
        effects.clear();
        accept(new ClientInput.Threw(new OutOfMemoryError()));
        assertThat(machine.isEnding()).isTrue();
        assertThat(effects).extracting(Object::toString).noneMatch(effect -> effect.contains("OfFailure"));
    }

    private void opening(Configuration configuration) {
        accept(new ClientInput.Started());
        apply(new Command.OpenConnection(configuration, Credentials.none()));
        accept(new ClientInput.Returned(List.of()), new ClientInput.CredentialsGiven(FIRST, Credentials.none()));
    }

    @Test
    void fastTimerLetsOtherMessagesRun() {
        accept(new ClientInput.Started());
        apply(new Operation.SendToSelf.Every("fast", Duration.ofMillis(1), "tick"));
        accept(new ClientInput.Returned(List.of()));
        later(1, new ClientInput.TimePassed());
        later(5, new ClientInput.Returned(List.of()));

        assertThat(Machines.deadline(machine.nextDeadline())).isNull();

        accept(new ClientInput.MessageTaken(new Callback.Info("mail")), new ClientInput.Returned(List.of()));
        assertThat(Machines.deadline(machine.nextDeadline())).isNotNull().isLessThanOrEqualTo(now);
    }

    @Test
    void nextDueTimerRunsIfMailboxIsEmpty() {
        accept(new ClientInput.Started());
        apply(new Operation.SendToSelf.After("one", Duration.ofMillis(1), "one"));
        apply(new Operation.SendToSelf.After("two", Duration.ofMillis(2), "two"));
        accept(new ClientInput.Returned(List.of()));
        later(3, new ClientInput.TimePassed(), new ClientInput.Returned(List.of()));
        effects.clear();

        accept(new ClientInput.MailboxEmptied());

        assertThat(effects).containsExactly(new Callback.Info("two"));
    }

    private void later(long millis, Object... inputs) {
        now = now.plusMillis(millis);
        accept(inputs);
    }

    @Test
    void callbacksRunInOrderButFailuresRunFirst() {
        accept(new ClientInput.Started(), new ClientInput.MessageTaken(new Callback.Info("next")));
        assertThat(machine.callback()).isEqualTo(new Callback.Init());

        accept(new ClientInput.Returned(List.of()), new ClientInput.MessageTaken(new Callback.Info("later")));
        assertThat(machine.callback()).isEqualTo(new Callback.Info("next"));

        accept(new ClientInput.Threw(new IllegalStateException()));
        assertThat(machine.callback()).isInstanceOf(Callback.OfFailure.class);

        accept(new ClientInput.Returned(List.of()));
        assertThat(machine.callback()).isEqualTo(new Callback.Info("later"));
        accept(new ClientInput.Returned(List.of()));
        assertThat(machine.callback()).isNull();
    }

    @Test
    void operationsOfCallbackAreAppliedBeforeTheClientEnds() {
        opening(Configuration.of("ws://localhost/"));
        accept(new Signature.OfEvent(FIRST, new Event.ChannelConnected()));
        effects.clear();

        accept(new ClientInput.Returned(
                List.of(new Command.SendHeartbeat(), new Operation.StopClient(new StopReason.Normal()))));

        assertThat(effects)
                .startsWith(
                        new Signature.OfCommand(FIRST, new Command.SendHeartbeat()),
                        new Signature.OfCommand(FIRST, new Command.CloseConnection()))
                .endsWith(new Callback.Terminate(new StopReason.Normal()));
    }
}
