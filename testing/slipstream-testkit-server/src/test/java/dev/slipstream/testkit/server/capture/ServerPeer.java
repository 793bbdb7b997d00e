package dev.slipstream.testkit.server.capture;

import dev.slipstream.testkit.phoenix.Endpoint;
import dev.slipstream.testkit.phoenix.PhoenixInput;
import dev.slipstream.testkit.server.SteppedServer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Replays captures with the server over TCP. Frames take real time; the server's deadlines use virtual time. */
final class ServerPeer implements Peer {

    /** How long a frame may take to arrive, in real time. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** How long the server may take for an answer, in virtual time. */
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final SteppedServer server;
    private final Map<String, Connected> clients = new LinkedHashMap<>();

    /** Whether an expected answer is missing. The replay has then failed, so it no longer waits. */
    private boolean isLate;

    /** A client, the number of its connection, and how many frames it sent, including the handshake. */
    private static final class Connected {

        private final RawClient client;
        private final int number;
        private int sent = 1;

        private Connected(RawClient client, int number) {
            this.client = client;
            this.number = number;
        }
    }

    ServerPeer(Endpoint endpoint) {
        server = new SteppedServer(endpoint);
    }

    @Override
    public void request(CaptureLine.Requested request) {
        RawClient client = new RawClient(server.server().port(), request.target(), request.headers(), null);
        Connected connected = new Connected(client, clients.size() + 1);
        clients.put(request.connection(), connected);
        server.awaitArrival(connected.number, connected.sent);
    }

    @Override
    public void send(String connection, List<WireFrame> frames) {
        Connected connected = connected(connection);
        connected.client.send(frames);
        connected.sent += (int) frames.stream().filter(ServerPeer::isWhole).count();
        server.awaitArrival(connected.number, connected.sent);
    }

    /** Whether a frame completes a message or is a control frame. */
    private static boolean isWhole(WireFrame frame) {
        return !(frame instanceof WireFrame.Raw raw) || (raw.bytes()[0] & 0x80) != 0;
    }

    @Override
    public void outside(String action) {
        switch (Outside.input(action)) {
            case PhoenixInput.Broadcast(String topic, String event, var payload) ->
                server.server().broadcast(topic, event, payload);
            case PhoenixInput.Disconnect(String socketId) -> server.server().disconnect(socketId);
            case PhoenixInput.Drain() -> server.server().drain();
            case PhoenixInput other -> throw new IllegalArgumentException(action);
        }
    }

    @Override
    public void pass(Duration time) {
        server.pass(time);
    }

    @Override
    public void await(String connection, int count) {
        Connected connected = connected(connection);
        server.passUntilAnswered(connected.number, count, LIMIT);
        arrive(connected, count);
        isLate = isLate || connected.client.arrived().size() < count;
    }

    @Override
    public List<String> did(String connection) {
        Connected connected = connected(connection);
        arrive(connected, server.answers(connected.number));
        return connected.client.arrived();
    }

    private void arrive(Connected connected, int count) {
        try {
            connected.client.await(count, isLate ? Duration.ZERO : PATIENCE);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Connected connected(String connection) {
        return Objects.requireNonNull(clients.get(connection), connection);
    }

    @Override
    public void close() {
        clients.values().forEach(connected -> connected.client.close());
        server.close();
    }
}
