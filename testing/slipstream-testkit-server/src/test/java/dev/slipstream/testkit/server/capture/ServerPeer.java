package dev.slipstream.testkit.server.capture;

import dev.slipstream.testkit.phoenix.Endpoint;
import dev.slipstream.testkit.phoenix.PhoenixInput;
import dev.slipstream.testkit.server.PhoenixServer;
import dev.slipstream.testkit.server.ServerSettings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Replays captures with the server on sockets, in real time. */
final class ServerPeer implements Peer {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Long enough on a busy machine to read everything that the client wrote at once. */
    private static final Duration GATHERING = Duration.ofMillis(40);

    private final PhoenixServer server;
    private final Map<String, RawClient> clients = new LinkedHashMap<>();

    /** Whether an action came too late. The replay has then failed, so later waits are skipped. */
    private boolean isLate;

    ServerPeer(Endpoint endpoint) {
        server = PhoenixServer.start(endpoint, ServerSettings.standard().withGathering(GATHERING));
    }

    @Override
    public void request(CaptureLine.Requested request) {
        clients.put(request.connection(), new RawClient(server.port(), request.target(), request.headers(), null));
    }

    @Override
    public void send(String connection, List<WireFrame> frames) {
        client(connection).send(frames);
    }

    @Override
    public void outside(String action) {
        switch (Outside.input(action)) {
            case PhoenixInput.Broadcast(String topic, String event, var payload) ->
                server.broadcast(topic, event, payload);
            case PhoenixInput.Disconnect(String socketId) -> server.disconnect(socketId);
            case PhoenixInput.Drain() -> server.drain();
            case PhoenixInput other -> throw new IllegalArgumentException(action);
        }
    }

    @Override
    public void pass(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void await(String connection, int count) {
        try {
            client(connection).await(count, isLate ? Duration.ZERO : PATIENCE);
            isLate = isLate || did(connection).size() < count;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public List<String> did(String connection) {
        return client(connection).arrived();
    }

    private RawClient client(String connection) {
        return Objects.requireNonNull(clients.get(connection), connection);
    }

    @Override
    public void close() {
        clients.values().forEach(RawClient::close);
        server.close();
    }
}
