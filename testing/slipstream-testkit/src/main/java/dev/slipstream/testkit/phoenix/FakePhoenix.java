package dev.slipstream.testkit.phoenix;

import dev.slipstream.core.Encoder;
import dev.slipstream.core.Payload;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A Phoenix server without a network: its sockets, channels and broadcasts, for any number of connections, as a machine.
 *
 * <p>Deterministic: no thread, no clock, no I/O, and no randomness but the endpoint's seed. One owner; never shared.
 * It answers as real servers did when their frames were recorded, release by release.
 *
 * <p>Inside are processes with mailboxes, as in the real one, so that its races are races here too. What arrives at one
 * instant counts as having come in one read: by {@link Races#FRAMES_FIRST} the channels do not run before
 * an input {@link PhoenixInput.TimePassed}, or a later instant; {@link #nextDeadline} says so.
 */
public final class FakePhoenix {

    private final Node node;
    private final HandshakeDecision reception;
    private ConnectResult.@Nullable Refused refusal;
    private int refusals;

    /**
     * Makes a server.
     *
     * @param encoder makes payloads of what channels answer with
     */
    public FakePhoenix(Endpoint endpoint, Encoder encoder) {
        this.node = new Node(endpoint, encoder);
        this.reception = new HandshakeDecision(endpoint);
    }

    /**
     * Takes one input.
     *
     * @param now since the server began; never less than at the call before
     * @param effects is given what is to be done, in order
     */
    public void accept(Duration now, PhoenixInput input, Consumer<? super PhoenixEffect> effects) {
        node.advance(now, effects);
        switch (input) {
            case PhoenixInput.Connect connect -> connect(connect);
            case PhoenixInput.OfConnection arrived -> node.mail(arrived.connection(), new ProcessMail.Arrived(arrived));
            case PhoenixInput.Broadcast(String topic, String event, Payload payload) ->
                node.broadcast(topic, event, payload, null);
            case PhoenixInput.Tell(String topic, Object message) ->
                node.subscribers(topic).forEach(channel -> channel.send(message));
            case PhoenixInput.Disconnect(String socketId) -> node.disconnect(socketId);
            case PhoenixInput.Drain() -> node.connections().forEach(connection -> connection.mail(connection.drain()));
            case PhoenixInput.RefuseNext(int count, ConnectResult.Refused answer) -> {
                refusals = count;
                refusal = answer;
            }
            case PhoenixInput.TimePassed() -> node.settle();
        }
        node.race();
    }

    /** When {@link PhoenixInput.TimePassed} is due: at once while a channel has something to do; null if never. */
    public @Nullable Duration nextDeadline() {
        return node.nextDeadline();
    }

    /** How many websockets are open. */
    public int connections() {
        return node.connections().size();
    }

    private void connect(PhoenixInput.Connect connect) {
        int number = connect.connection();
        if (node.connection(number) != null) {
            throw new IllegalArgumentException("connection " + number + " is open already");
        }
        if (refusals > 0 && refusal != null) {
            refusals--;
            node.effect(new PhoenixEffect.Refuse(number, refusal));
            return;
        }
        Consumer<Throwable> thrown = failure -> node.effect(new PhoenixEffect.Crashed(number, "connect", failure));
        switch (reception.decide(connect, thrown)) {
            case HandshakeDecision.Decision.Accepted(
                    UserSocket socket,
                    ConnectRequest request,
                    Optional<String> id,
                    Optional<String> subprotocol) -> {
                node.begin(new SocketProcess(number, node, socket, request, id));
                node.effect(new PhoenixEffect.Accept(number, subprotocol));
            }
            case HandshakeDecision.Decision.Rejected(ConnectResult.Refused answer) ->
                node.effect(new PhoenixEffect.Refuse(number, answer));
        }
    }

    /** The whole state, for a test that failed. */
    @Override
    public String toString() {
        return node.toString();
    }
}
