package dev.slipstream.testkit.phoenix;

import dev.slipstream.core.Encoder;
import dev.slipstream.core.Payload;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A model of a Phoenix server as a state machine without a network. It has sockets, channels and broadcasts, and any
 * number of connections.
 *
 * <p>It is deterministic: it has no thread, clock or I/O, and its only randomness is the endpoint's seed. Only one
 * thread at a time may use it. Its answers match frames that were recorded from Phoenix 1.7.24 and 1.8.12.
 *
 * <p>Like a real server, the model consists of processes with mailboxes, so the processes race. {@link Races} decides
 * their order. Inputs of one instant are handled like frames of one TCP read. With {@link Races#FRAMES_FIRST}, channels
 * run only after {@link PhoenixInput.TimePassed}, or when a later instant begins. {@link #nextDeadline} returns the
 * instant at which channels have work.
 */
public final class FakePhoenix {

    private final Node node;
    private final HandshakeDecision handshakes;
    private ConnectResult.@Nullable Refused refusal;
    private int refusals;

    /**
     * Makes a server.
     *
     * @param encoder encodes the payloads of channels
     */
    public FakePhoenix(Endpoint endpoint, Encoder encoder) {
        this.node = new Node(endpoint, encoder);
        this.handshakes = new HandshakeDecision(endpoint);
    }

    /**
     * Handles one input.
     *
     * @param now the time since the server's start; must not decrease
     * @param effects receives the effects, in order
     */
    public void accept(Duration now, PhoenixInput input, Consumer<? super PhoenixEffect> effects) {
        node.advance(now, effects);
        switch (input) {
            case PhoenixInput.Connect connect -> connect(connect);
            case PhoenixInput.OfConnection arrived ->
                node.deliver(arrived.connection(), new ConnectionMessage.Arrived(arrived));
            case PhoenixInput.Broadcast(String topic, String event, Payload payload) ->
                node.broadcast(topic, event, payload, null);
            case PhoenixInput.Tell(String topic, Object message) ->
                node.subscribers(topic).forEach(channel -> channel.send(message));
            case PhoenixInput.Disconnect(String socketId) -> node.disconnect(socketId);
            case PhoenixInput.Drain() ->
                node.connections().forEach(connection -> connection.deliver(connection.drain()));
            case PhoenixInput.RefuseNext(int count, ConnectResult.Refused answer) -> {
                refusals = count;
                refusal = answer;
            }
            case PhoenixInput.TimePassed() -> node.settle();
        }
        node.race();
    }

    /**
     * The instant at which the caller must pass {@link PhoenixInput.TimePassed}. It is the current instant while a
     * process has work, and null if nothing is scheduled.
     */
    public @Nullable Duration nextDeadline() {
        return node.nextDeadline();
    }

    /** The number of open websockets. */
    public int connections() {
        return node.connections().size();
    }

    /**
     * The presences that channels track on a topic, as {@link ChannelContext#presences} returns them. Changes that a
     * channel has not yet carried out are not included.
     */
    public Payload presences(String topic) {
        PresenceTracker tracker = node.presences.tracker();
        return tracker.state(topic, tracker.of(topic));
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
        switch (handshakes.decide(connect, thrown)) {
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

    /** Shows the whole state, for failed tests. */
    @Override
    public String toString() {
        return node.toString();
    }
}
