package dev.slipstream.core.state;

import dev.slipstream.core.Backoff;
import dev.slipstream.core.Command;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Connection;
import dev.slipstream.core.Credentials;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.Failure;
import dev.slipstream.core.JoinStatus;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Payload;
import dev.slipstream.core.PlainEncoder;
import dev.slipstream.core.ReconnectPolicy;
import dev.slipstream.core.Signature;
import dev.slipstream.core.Socket;
import dev.slipstream.core.TopicCloseReason;
import dev.slipstream.core.machine.Machines;
import dev.slipstream.core.machine.client.Callback;
import dev.slipstream.core.machine.client.ClientEffect;
import dev.slipstream.core.machine.client.ClientInput;
import dev.slipstream.core.machine.client.ClientMachine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A client machine with one topic. It records the effects of each operation in words. */
final class TableClient {

    static final String TOPIC = "rooms:a";

    private static final Payload EMPTY = PlainEncoder.json("{}");
    private static final Duration BACKOFF = Duration.ofSeconds(5);
    private static final Duration REJOIN_BACKOFF = Duration.ofSeconds(2);

    private final ClientMachine machine = new ClientMachine(1);
    private final Configuration configuration;
    private final List<String> words = new ArrayList<>();
    private Duration now = Duration.ZERO;
    private Connection connection = Connection.numbered(0);

    /** Makes a client that has started but not connected. */
    TableClient(ReconnectPolicy policy) {
        configuration = Configuration.builder("ws://localhost/")
                .reconnectBackoff(Backoff.exact(List.of(BACKOFF)))
                .rejoinBackoff(Backoff.exact(List.of(REJOIN_BACKOFF)))
                .reconnectPolicy(policy)
                .build();
        accept(new ClientInput.Started());
        returned();
    }

    /** Begins a connection attempt, and gives it credentials. */
    TableClient connecting() {
        perform(socket -> socket.connect(configuration));
        accept(new ClientInput.CredentialsGiven(connection, Credentials.none()));
        return this;
    }

    TableClient connected() {
        happen(new Event.ChannelConnected());
        returned();
        return this;
    }

    TableClient joined() {
        happen(new Event.TopicJoinSucceeded(TOPIC, EMPTY));
        returned();
        return this;
    }

    /** Refuses the handshake with this status. Afterwards {@code handleDisconnect} is running. */
    TableClient refused(int status) {
        happen(new Event.ChannelConnectFailed(Failure.HandshakeRefused.of(status)));
        return this;
    }

    /** Crashes the channel of the topic. Afterwards {@code handleTopicClose} is running. */
    TableClient crashed() {
        TopicCloseReason reason = new TopicCloseReason.Crashed(EMPTY);
        happen(
                machine.state().status(TOPIC) == JoinStatus.JOINED
                        ? new Event.TopicJoinClosed(TOPIC, reason)
                        : new Event.TopicJoinFailed(TOPIC, reason));
        return this;
    }

    TableClient left() {
        happen(new Event.TopicLeft(TOPIC));
        returned();
        return this;
    }

    /** Ends the connection or the attempt at the client's request. */
    void end() {
        happen(new Event.ChannelClosed(new DisconnectReason.Requested()));
        returned();
    }

    void passTime() {
        now = now.plus(REJOIN_BACKOFF);
        accept(new ClientInput.TimePassed());
    }

    /** Lets the running callback return, if any. */
    TableClient returned() {
        accept(new ClientInput.Returned(List.of()));
        return this;
    }

    /** Applies an operation, and then lets the callback return. */
    TableClient perform(UnaryOperator<Socket> operation) {
        Socket socket = LiveSocket.of(new CallbackScope(this, PlainEncoder.INSTANCE), machine.state(), Assigns.EMPTY);
        accept(new ClientInput.OperationsWritten(operation.apply(socket).operations()));
        return returned();
    }

    SocketState state() {
        return machine.state();
    }

    /** Removes and returns the recorded words. */
    String said() {
        String said = words.isEmpty() ? "nothing" : String.join(", ", words);
        words.clear();
        return said;
    }

    private void happen(Event event) {
        accept(new Signature.OfEvent(connection, event));
    }

    private void accept(Object input) {
        Machines.accept(machine, now, input, this::note);
    }

    private void note(Object effect) {
        switch (effect) {
            case ClientEffect.AskCredentials(var attempt, var supplier, var failures) -> {
                connection = attempt;
                words.add("attempt");
            }
            case Signature.OfCommand(var to, Command.JoinTopic join) ->
                words.add("JoinTopic "
                        + PlainEncoder.INSTANCE.encode(join.params()).as(String.class));
            case Signature.OfCommand(var to, var command) ->
                words.add(command.getClass().getSimpleName());
            case ClientEffect.Report(Observation.OperationDropped dropped) ->
                words.add(dropped.isDone() ? "not needed" : "dropped");
            case ClientEffect.Report(
                    Observation.ReconnectScheduled(var attempt, var delay, var reason, var decision)) ->
                words.add("reconnect in " + delay.toSeconds() + " s");
            case ClientEffect.Report(Observation.RejoinScheduled(var topic, var attempt, var delay, var reason)) ->
                words.add("rejoin in " + delay.toSeconds() + " s");
            case Callback.OfEvent(Event.PushFailed failed) -> words.add("Lost");
            case Callback.Outcome(var tag, var lost) -> words.add("Lost");
            case Callback.OfEvent(Event.TopicLeft event) -> words.add("TopicLeft");
            case Callback.OfEvent(Event.ChannelClosed event) -> words.add("ChannelClosed");
            default -> {} // the tables in the Javadoc of Socket do not mention other effects
        }
    }
}
