package dev.slipstream.core.machine.client;

import dev.slipstream.core.Configuration;
import dev.slipstream.core.ConnectionStatus;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.JoinStatus;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Operation;
import dev.slipstream.core.Payload;
import java.time.Duration;

/** Reconnects and rejoins without the user's help, after the callbacks that may decide otherwise have returned. */
final class Recovery {

    private final ClientState client;
    private boolean connectedNow;
    private boolean endedNow;

    Recovery(ClientState client) {
        this.client = client;
    }

    /** Joins the topics that wait for the connection, because it is open now. */
    void connected() {
        connectedNow = true;
    }

    /** The connection or the attempt has ended; the next attempt may begin. */
    void ended() {
        connectedNow = false;
        endedNow = true;
    }

    /** A replaced attempt has ended. The newer one begins at once, because a callback may wait for it. */
    void replaced() {
        endedNow = false;
        client.reconnector.takeNext().ifPresent(this::connectNext);
    }

    /** Starts the retries that the callbacks have left to the policy: of the connection and of topics. */
    void settle() {
        if (endedNow) {
            endedNow = false;
            boolean isApart =
                    client.reconnector.takeNext().map(this::connectNext).isEmpty()
                            && client.socketState.connectionStatus() == ConnectionStatus.DISCONNECTED;
            if (isApart && client.socketState.wantsConnection()) {
                retryConnect();
            }
        }
        if (connectedNow && client.socketState.connectionStatus() == ConnectionStatus.CONNECTED) {
            connectedNow = false;
            client.wantedTopics.waiting(client.socketState).forEach(this::request);
        }
        for (String topic : client.wantedTopics.takeRetries()) {
            WantedTopic wanted = client.wantedTopics.find(topic);
            if (wanted != null
                    && client.socketState.status(topic) == JoinStatus.CLOSED
                    && client.socketState.isWanted(topic)) {
                schedule(topic, wanted);
            }
        }
    }

    private Configuration connectNext(Configuration next) {
        client.reconnector.connect(client.now(), next, client::emit);
        client.socketState = client.socketState.withAttempt(client.reconnector.connection());
        return next;
    }

    private void retryConnect() {
        if (client.reconnector.isRetried()) {
            client.socketState =
                    client.socketState.apply(new Operation.Retry.Reconnect()).state();
            client.reconnector.schedule(client.now(), client::emit);
        } else {
            client.socketState = client.socketState.withoutWantedConnection();
            client.reconnector
                    .lastEnd()
                    .filter(reason -> !(reason instanceof DisconnectReason.Requested))
                    .ifPresent(reason -> client.report(new Observation.ReconnectAbandoned(reason)));
        }
    }

    private void request(String topic) {
        WantedTopic wanted = client.wantedTopics.of(topic, client.socketState);
        if (wanted.params != null) {
            client.socketState = client.socketState.withRequested(topic);
            join(topic, wanted, wanted.params);
        }
    }

    /** Sends the join of a requested topic with these params, or asks its supplier for params first. */
    void join(String topic, WantedTopic wanted, Payload params) {
        if (wanted.supplier == null) {
            send(topic, wanted, params);
        } else {
            Duration patience = client.socketState
                    .configuration()
                    .map(Configuration::credentialsTimeout)
                    .orElse(Duration.ZERO);
            client.wantedTopics.askParams(
                    topic, wanted.supplier, wanted, client.now().plus(patience), client::emit);
        }
    }

    /** Sends a join with the params of the supplier. */
    void given(String topic, long asking, Payload params) {
        WantedTopic wanted = client.wantedTopics.find(topic);
        if (wanted != null && wanted.asking == asking) {
            send(topic, wanted, params);
        }
    }

    private void send(String topic, WantedTopic wanted, Payload params) {
        client.socketState
                .configuration()
                .map(Configuration::joinTimeout)
                .ifPresent(timeout -> client.send(client.wantedTopics.join(topic, wanted, params, timeout)));
    }

    void joinAgain(String topic) {
        if (client.socketState.connectionStatus() == ConnectionStatus.CONNECTED
                && client.socketState.status(topic) == JoinStatus.CLOSED
                && client.socketState.isWanted(topic)) {
            request(topic);
        }
    }

    void schedule(String topic, WantedTopic wanted) {
        client.socketState
                .configuration()
                .ifPresent(configuration ->
                        client.wantedTopics.schedule(topic, wanted, configuration, client.now(), client::emit));
    }

    void stable(String topic) {
        WantedTopic wanted = client.wantedTopics.find(topic);
        if (wanted != null) {
            wanted.failures = 0;
            wanted.wasJoined = false;
            wanted.lastFailure = null;
        }
    }
}
