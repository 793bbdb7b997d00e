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
import dev.slipstream.core.JoinParams;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Operation;
import dev.slipstream.core.PlainEncoder;
import dev.slipstream.core.PushBuffer;
import dev.slipstream.core.Ref;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Signature;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.TopicCloseReason;
import dev.slipstream.core.machine.Machines;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Cancelled attempts, timers and deadlines do not fire. Pending attempts, timers and deadlines fire on time. */
class ClientMachineTimesTest {

    private static final Connection FIRST = Connection.numbered(1);
    private static final Configuration CONFIGURATION = Configuration.builder("ws://localhost/")
            .reconnectBackoff(Backoff.exact(List.of(Duration.ofSeconds(1))))
            .rejoinBackoff(Backoff.exact(List.of(Duration.ofSeconds(1))))
            .build();

    private final ClientMachine machine = new ClientMachine(1);
    private final List<Object> effects = new ArrayList<>();
    private Duration now = Duration.ZERO;

    private void accept(Object... inputs) {
        for (Object input : inputs) {
            Machines.accept(machine, now, input, effects::add);
        }
    }

    private void apply(Operation... operations) {
        accept(new ClientInput.OperationsWritten(List.of(operations)));
    }

    private void receive(Event event) {
        accept(new Signature.OfEvent(FIRST, event), new ClientInput.Returned(List.of()));
    }

    private void advance(Duration time) {
        now = now.plus(time);
        accept(new ClientInput.TimePassed());
    }

    private void opening() {
        accept(new ClientInput.Started());
        apply(new Command.OpenConnection(CONFIGURATION, Credentials.none()));
        accept(new ClientInput.Returned(List.of()), new ClientInput.CredentialsGiven(FIRST, Credentials.none()));
    }

    private void joined() {
        opening();
        accept(new Signature.OfEvent(FIRST, new Event.ChannelConnected()));
        apply(new Command.JoinTopic(new Ref("1"), "a", PlainEncoder.json("{}"), Duration.ofSeconds(10)));
        accept(new ClientInput.Returned(List.of()));
        receive(new Event.TopicJoinSucceeded("a", PlainEncoder.json("{}")));
    }

    private <T> Stream<T> all(Class<T> type) {
        return effects.stream().filter(type::isInstance).map(type::cast);
    }

    private List<Duration> joinTimeouts() {
        return all(Signature.OfCommand.class)
                .filter(signature -> signature.command() instanceof Command.JoinTopic)
                .map(signature -> ((Command.JoinTopic) signature.command()).timeout())
                .toList();
    }

    @Test
    void immediateReconnectReplacesScheduledOne() {
        opening();
        assertThat(Machines.deadline(machine.nextDeadline())).isNull();
        receive(new Event.ChannelConnectFailed(new Failure.ConnectionRefused("x")));
        accept(new ClientInput.MessageTaken(new Callback.Info("now")));
        apply(new Operation.Retry.ReconnectNow());
        accept(new ClientInput.Returned(List.of()));
        accept(new ClientInput.CredentialsGiven(Connection.numbered(2), Credentials.none()));

        advance(Duration.ofSeconds(2));

        assertThat(all(ClientEffect.AskCredentials.class)).hasSize(2);
        assertThat(Machines.deadline(machine.nextDeadline())).isNull();
    }

    @Test
    void stoppedClientHasNoDeadline() {
        joined();
        accept(new ClientInput.MessageTaken(new Callback.Info("end")));
        apply(
                new Operation.SendToSelf.After("k", Duration.ofSeconds(1), "later"),
                new Operation.StopClient(new StopReason.Normal()));
        accept(new ClientInput.Returned(List.of()));
        while (machine.phase() != ClientMachine.Phase.STOPPED) {
            accept(new ClientInput.Returned(List.of()));
        }

        assertThat(Machines.deadline(machine.nextDeadline())).isNull();
        effects.clear();
        advance(Duration.ofMinutes(5));
        assertThat(effects).isEmpty();
    }

    @Test
    void secondDueTimerRunsAfterAnEventWasHandled() {
        joined();
        accept(new ClientInput.MessageTaken(new Callback.Info("set")));
        apply(
                new Operation.SendToSelf.After("one", Duration.ofMillis(1), "one"),
                new Operation.SendToSelf.After("two", Duration.ofMillis(1), "two"));
        accept(new ClientInput.Returned(List.of()));
        advance(Duration.ofMillis(1));
        accept(new ClientInput.Returned(List.of()));
        effects.clear();

        receive(new Event.MessageReceived("a", "x", PlainEncoder.json("{}")));
        accept(new ClientInput.TimePassed());

        assertThat(all(Callback.class)).endsWith(new Callback.Info("two"));
    }

    @Test
    void onlyTimedOutJoinDoublesNextTimeout() {
        joined();
        receive(new Event.TopicJoinClosed("a", new TopicCloseReason.Crashed(PlainEncoder.json("{}"))));
        advance(Duration.ofSeconds(1));
        receive(new Event.TopicJoinFailed("a", new TopicCloseReason.JoinTimedOut()));
        advance(Duration.ofSeconds(1));

        assertThat(joinTimeouts())
                .containsExactly(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(20));
    }

    @Test
    void outcomeIsDeliveredOnceIfClientStopsAfterwards() {
        joined();
        accept(new ClientInput.MessageTaken(new Callback.Info("ask")));
        apply(new Operation.MakeRequest("tag", push("2", "{}", Duration.ofSeconds(5))));
        accept(new ClientInput.Returned(List.of()));
        receive(new Event.ChannelClosed(new DisconnectReason.Failed(new Failure.ConnectionLost("x"))));
        accept(new ClientInput.StopAsked(new StopReason.Normal()));
        while (machine.phase() != ClientMachine.Phase.STOPPED) {
            accept(new ClientInput.Returned(List.of()));
        }

        assertThat(all(Callback.Outcome.class)).hasSize(1);
    }

    @Test
    void topicClosedByServerIsNotWanted() {
        joined();
        assertThat(machine.state().isWanted("a")).isTrue();

        receive(new Event.TopicLeft("a"));

        assertThat(machine.state().isWanted("a")).isFalse();
        assertThat(machine.leaving("a")).isZero();
    }

    @Test
    void explicitParamsReplaceSupplier() {
        joined();
        JoinParams supplier = attempt -> CompletableFuture.completedFuture(Map.of());
        accept(new ClientInput.MessageTaken(new Callback.Info("join")));
        apply(
                new Operation.SetJoinParams("b", supplier),
                new Command.JoinTopic(new Ref("5"), "b", PlainEncoder.json("{}"), Duration.ofSeconds(10)));
        accept(new ClientInput.Returned(List.of()));
        accept(new ClientInput.ParamsGiven("b", 1, PlainEncoder.json("1")));
        receive(new Event.TopicJoinSucceeded("b", PlainEncoder.json("{}")));
        accept(new Signature.OfEvent(
                FIRST, new Event.TopicJoinClosed("b", new TopicCloseReason.Crashed(PlainEncoder.json("{}")))));
        apply(new Operation.Retry.Rejoin(new Ref("6"), "b", Optional.of(PlainEncoder.json("2"))));
        accept(new ClientInput.Returned(List.of()));
        advance(Duration.ofSeconds(1));

        assertThat(all(ClientEffect.AskParams.class)).hasSize(1);
        assertThat(all(Signature.OfCommand.class)
                        .map(signature -> signature.command().toString()))
                .last()
                .asString()
                .contains("JoinTopic", "topic=b");
    }

    @Test
    void requestedEndIsNotReportedAsAbandoned() {
        joined();
        accept(new ClientInput.MessageTaken(new Callback.Info("leave")));
        apply(new Command.CloseConnection());
        accept(new ClientInput.Returned(List.of()));
        receive(new Event.ChannelClosed(new DisconnectReason.Requested()));

        assertThat(all(ClientEffect.Report.class).map(ClientEffect.Report::observation))
                .noneMatch(Observation.ReconnectAbandoned.class::isInstance);
    }

    /**
     * If a connection ends with the reason {@code Requested}, no {@code ReconnectAbandoned} is reported, even if this
     * client did not ask for the end.
     */
    @Test
    void requestedEndWithoutACommandIsNotReportedAsAbandoned() {
        joined();

        receive(new Event.ChannelClosed(new DisconnectReason.Requested()));

        assertThat(machine.state().wantsConnection()).isFalse();
        assertThat(all(ClientEffect.Report.class).map(ClientEffect.Report::observation))
                .noneMatch(Observation.ReconnectAbandoned.class::isInstance);
    }

    @Test
    void bufferEnforcesItsByteLimit() {
        opening();
        accept(new ClientInput.MessageTaken(new Callback.Info("keep")));
        apply(
                new Operation.SetPushBuffer("a", new PushBuffer(9, 4, Duration.ofSeconds(9))),
                new Command.JoinTopic(new Ref("1"), "a", PlainEncoder.json("{}"), Duration.ofSeconds(10)),
                push("2", "{}", null),
                push("3", "{}", null),
                push("4", "1", null));

        assertThat(all(Callback.class))
                .contains(new Callback.OfEvent(
                        new Event.PushFailed(new Ref("4"), new Failure.Overflow("the bytes in the buffer of a", 4))))
                .noneMatch(given -> given.toString().contains("value=3"));
    }

    @Test
    void expiredRequestIsNotSentAfterJoin() {
        opening();
        accept(new Signature.OfEvent(FIRST, new Event.ChannelConnected()));
        apply(
                new Operation.SetPushBuffer("a", new PushBuffer(9, 99, Duration.ofSeconds(9))),
                new Command.JoinTopic(new Ref("1"), "a", PlainEncoder.json("{}"), Duration.ofSeconds(10)),
                new Operation.MakeRequest("tag", push("2", "{}", Duration.ofSeconds(2))));
        accept(new ClientInput.Returned(List.of()));
        now = now.plusSeconds(2); // the machine gets no TimePassed input at this time
        receive(new Event.TopicJoinSucceeded("a", PlainEncoder.json("{}")));

        assertThat(all(Signature.OfCommand.class)
                        .map(signature -> signature.command().toString()))
                .noneMatch(command -> command.contains("PushMessage"));
        Failure late = new Failure.TimedOut(Duration.ofSeconds(2));
        assertThat(all(Callback.class)).contains(new Callback.Outcome("tag", new Reply.Lost(late, false)));
    }

    @Test
    void bufferedRequestSurvivesEndOfEarlierJoin() {
        joined();
        apply(
                new Operation.SetPushBuffer("a", new PushBuffer(9, 99, Duration.ofSeconds(9))),
                new Command.LeaveTopic(new Ref("2"), "a"),
                new Command.JoinTopic(new Ref("3"), "a", PlainEncoder.json("{}"), Duration.ofSeconds(10)),
                new Operation.MakeRequest("tag", push("4", "{}", Duration.ofSeconds(2))));
        accept(new ClientInput.Returned(List.of()));
        effects.clear();

        receive(new Event.TopicLeft("a"));

        assertThat(all(Callback.Outcome.class)).isEmpty();

        receive(new Event.TopicJoinSucceeded("a", PlainEncoder.json("{}")));

        assertThat(all(Signature.OfCommand.class).map(Signature.OfCommand::command))
                .contains(push("4", "{}", Duration.ofSeconds(2)));
    }

    private static Command.PushMessage push(String ref, String payload, Duration timeout) {
        return new Command.PushMessage(new Ref(ref), "a", "x", PlainEncoder.json(payload), timeout);
    }
}
