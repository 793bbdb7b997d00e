// This file has more than 300 lines, because it connects clients, the server, links and faults.
package dev.slipstream.simulation;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Payload;
import dev.slipstream.core.serializer.MalformedFrameException;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.core.serializer.Serializer;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.core.transport.Handshake;
import dev.slipstream.core.transport.Transport;
import dev.slipstream.core.transport.TransportListener;
import dev.slipstream.core.transport.TransportProvider;
import dev.slipstream.simulation.SeededTime.Kind;
import dev.slipstream.testkit.phoenix.ConnectResult;
import dev.slipstream.testkit.phoenix.FakePhoenix;
import dev.slipstream.testkit.phoenix.Framing;
import dev.slipstream.testkit.phoenix.PhoenixEffect;
import dev.slipstream.testkit.phoenix.PhoenixInput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The network between simulated clients and the model of their server, with latencies and faults. The clients use this
 * class as their websocket library.
 *
 * <p>Frames of one connection and direction keep their order.
 */
public final class Network implements TransportProvider {

    private final SeededTime time;
    private final SeededRandom random;
    private final Serializer serializer;
    private final Framing framing;
    private final SimulatedServer server;
    private final Faults faults;
    private final List<NetworkEvent.Watcher> watchers = new ArrayList<>();
    private final List<String> misuses = new ArrayList<>();
    /** The links that have not ended. */
    private final Map<Integer, Link> links = new LinkedHashMap<>();

    private final boolean racing;
    private Duration least = Duration.ofMillis(5);
    private Duration most = Duration.ofMillis(40);
    private Duration spike = Duration.ZERO;
    private Duration spikeEnds = Duration.ZERO;
    private int opened;
    private int nestedRuns;
    private int tasksDuringCalls;
    private int answersDuringCalls;

    /**
     * Makes the network of this server.
     *
     * @param racing whether the server sometimes answers, or other tasks run, before a client's call to its
     *     transport returns
     */
    Network(SeededTime time, SeededRandom random, FakePhoenix phoenix, Serializer serializer, boolean racing) {
        this.time = time;
        this.random = random;
        this.serializer = serializer;
        this.framing = new Framing(serializer);
        this.racing = racing;
        this.server = new SimulatedServer(phoenix, time, this::carryOut);
        this.faults = new Faults(this, time, random.of("faults"));
    }

    // --- for tests --------------------------------------------------------------------------------------------------

    /** Sets the shortest and the longest latency of a frame. */
    public void latency(Duration shortest, Duration longest) {
        least = shortest;
        most = longest;
    }

    /**
     * Injects a fault, now or at the next attempt to connect.
     *
     * @return false if the fault has no effect, because it needs an open connection or an earlier message. Also
     *     false for {@link Fault#HEARTBEAT_MISTAKEN}, although this fault changes the reply to the next heartbeat
     */
    public boolean inject(Fault fault) {
        return faults.inject(fault);
    }

    /**
     * Cancels the faults that wait for the next attempt to connect. Ends {@link Fault#FLAPPING}, {@link Fault#LATENCY}
     * and {@link Fault#HEARTBEAT_MISTAKEN}. Other faults of an open connection stay in effect.
     */
    public void heal() {
        faults.heal();
        spikeEnds = Duration.ZERO;
    }

    /** Passes all later events of the network to this watcher. */
    public void watch(NetworkEvent.Watcher watcher) {
        watchers.add(watcher);
    }

    /** Gives the server an input, such as a broadcast or a drain. */
    public void tell(PhoenixInput input) {
        server.accept(input);
    }

    /** The presences that the server's channels track on a topic. */
    public Payload presences(String topic) {
        return server.presences(topic);
    }

    /** The number of the open connection, or 0 if no connection is open. */
    public int open() {
        Link link = live();
        return link == null ? 0 : link.number();
    }

    /** Counts the websockets that have not ended. */
    public int alive() {
        return links.size();
    }

    // --- the transport interface ------------------------------------------------------------------------------------

    @Override
    public String name() {
        return "simulated";
    }

    @Override
    public Transport open(Handshake handshake, TransportListener listener) {
        letOthersRun();
        Link link = new Link(++opened, handshake, listener, this, time, random);
        links.put(link.number(), link);
        saw(new NetworkEvent.Opening(link.number(), handshake));
        link.begin();
        if (!faults.meets(link)) {
            answer(link, racing && random.oneIn(16) ? Duration.ZERO : latency());
        }
        return link;
    }

    /** Schedules the server's answer to the handshake. */
    void answer(Link link, Duration after) {
        Runnable asking = () -> {
            if (link.state() == Link.State.OPENING) {
                server.accept(new PhoenixInput.Connect(
                        link.number(), link.handshake().uri().target(), headers(link)));
            }
        };
        if (after.isZero()) {
            answeredDuringCall();
            asking.run();
        } else {
            time.after(after, Kind.NETWORK, asking);
        }
    }

    private static Map<String, List<String>> headers(Link link) {
        Map<String, List<String>> lines = new LinkedHashMap<>();
        link.handshake()
                .headers()
                .forEach(header -> lines.computeIfAbsent(
                                header.name().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                        .add(header.value()));
        if (!link.handshake().subprotocols().isEmpty()) {
            lines.put("sec-websocket-protocol", link.handshake().subprotocols());
        }
        return lines;
    }

    private void carryOut(PhoenixEffect effect) {
        switch (effect) {
            case PhoenixEffect.Accept(int number, var subprotocol) -> {
                if (racing && random.oneIn(8)) {
                    open(number);
                } else {
                    time.after(latency(), Kind.NETWORK, () -> open(number));
                }
            }
            case PhoenixEffect.Refuse(int number, ConnectResult.Refused(var status, var headers, var body)) ->
                time.after(
                        latency(),
                        Kind.NETWORK,
                        () -> refuse(number, new Failure.HandshakeRefused(status, headers, body)));
            case PhoenixEffect.Send(int number, Message message) -> {
                saw(new NetworkEvent.Answered(number, message));
                Link link = links.get(number);
                if (link != null) {
                    link.sendDown(encodeFromServer(faults.answered(number, message, link)));
                }
            }
            case PhoenixEffect.Pong pong -> {} // the simulated transport sends no pings
            case PhoenixEffect.Close(int number, int code) -> endDown(number, new DisconnectReason.Closed(code, ""));
            case PhoenixEffect.Drop(int number) ->
                endDown(number, new DisconnectReason.Failed(new Failure.ConnectionLost("the server cut it")));
            case PhoenixEffect.Crashed crashed -> {}
        }
    }

    // --- for links and faults ---------------------------------------------------------------------------------------

    SimulatedServer server() {
        return server;
    }

    Serializer serializer() {
        return serializer;
    }

    /** Returns the open link, if there is one. */
    @Nullable
    Link live() {
        for (Link link : links.values()) {
            if (link.isOpen()) {
                return link;
            }
        }
        return null;
    }

    private void open(int number) {
        Link link = links.get(number);
        if (link != null) {
            link.open();
        }
    }

    private void refuse(int number, Failure failure) {
        Link link = links.get(number);
        if (link != null) {
            link.refuse(failure);
        }
    }

    private void endDown(int number, DisconnectReason reason) {
        Link link = links.get(number);
        if (link != null) {
            link.endDown(reason);
        }
    }

    /** Delivers a frame of the client to the server. */
    void reached(int number, Frame frame) {
        PhoenixInput input = framing.decode(number, frame);
        if (input instanceof PhoenixInput.Received(int connection, Message message)) {
            saw(new NetworkEvent.Reached(connection, message));
            faults.reached(connection, message);
        }
        server.accept(input);
    }

    /** Records a frame of the server that arrives at the client. */
    void arrived(int number, Frame frame) {
        Message message;
        try {
            message = serializer.decode(frame);
        } catch (MalformedFrameException e) {
            message = null;
        }
        saw(new NetworkEvent.Arrived(number, frame, message));
    }

    /** Records that a websocket is open, before the client's listener is called. */
    void opened(Link link) {
        saw(new NetworkEvent.Opened(link.number()));
        faults.opened(link);
    }

    /** Forgets a websocket that has ended. */
    void over(Link link) {
        links.remove(link.number());
    }

    /** Records that a fault took effect. */
    void struck(Fault fault, Link link) {
        saw(new NetworkEvent.Struck(fault, "connection " + link.number()));
    }

    /** Notifies the server that the connection has ended. */
    void gone(Link link) {
        server.accept(new PhoenixInput.Gone(link.number()));
    }

    /** Records a frame that the client passed to a transport. */
    void sent(int number, Frame frame, boolean taken) {
        if (framing.decode(number, frame) instanceof PhoenixInput.Received(int connection, Message message)) {
            saw(new NetworkEvent.Sent(connection, message, taken));
        } else {
            misused("sent a frame that Phoenix cannot decode: " + frame);
        }
    }

    Frame encodeFromServer(Message message) {
        return framing.encode(message);
    }

    /** Draws the latency of the next frame. */
    Duration latency() {
        Duration base = random.between(least, most);
        return spikeEnds.compareTo(time.now()) > 0 ? base.plus(spike) : base;
    }

    void spike(Duration more, Duration span) {
        spike = more;
        spikeEnds = time.now().plus(span);
    }

    /** Runs other tasks inside a call of the transport, as other threads could. */
    void letOthersRun() {
        if (racing && random.oneIn(6)) {
            nestedRuns++;
            for (int more = random.between(1, 3); more > 0; more--) {
                tasksDuringCalls += time.runNextDueTask() ? 1 : 0;
            }
            nestedRuns--;
        }
    }

    /** Records that the network answered during a call of the transport. */
    void answeredDuringCall() {
        answersDuringCalls++;
    }

    /** How many other tasks ran during a call of the transport. */
    int tasksDuringCalls() {
        return tasksDuringCalls;
    }

    /** How often the network answered during a call of the transport. */
    int answersDuringCalls() {
        return answersDuringCalls;
    }

    /**
     * Whether other tasks are now running inside a client's call to its transport. A callback in such a task must not
     * wait, because the call cannot return before the callback does.
     */
    boolean isRunningTasksDuringCall() {
        return nestedRuns > 0;
    }

    void saw(NetworkEvent event) {
        watchers.forEach(watcher -> watcher.at(time.now(), event));
    }

    /** Records a forbidden action of the client. The test then fails. */
    void misused(String what) {
        misuses.add(what);
    }

    List<String> misuses() {
        return misuses;
    }
}
