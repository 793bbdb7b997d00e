package dev.slipstream.core.machine.client;

import dev.slipstream.core.Configuration;
import dev.slipstream.core.Connection;
import dev.slipstream.core.ConnectionStatus;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.Failure;
import dev.slipstream.core.JoinStatus;
import dev.slipstream.core.Observation;
import dev.slipstream.core.TopicCloseReason;
import java.time.Duration;

/**
 * Applies events of a connection to the client's state: drops stale ones, updates topics and requests, and queues
 * callbacks.
 */
final class EventApplier {

    private final ClientState client;
    private final Requests requests;
    private final Recovery recovery;

    EventApplier(ClientState client, Requests requests, Recovery recovery) {
        this.client = client;
        this.requests = requests;
        this.recovery = recovery;
    }

    /** Applies an event. If an await took it, {@code told} is false and no callback receives it. */
    void apply(Connection source, Event event, boolean told) {
        client.timers.mailboxHadTurn();
        if (!client.isRunning() || !client.reconnector.isLive(source)) {
            client.report(new Observation.EventDropped(Connection.numbered(source.number())));
            return;
        }
        boolean relevant = switch (event) {
            case Event.ChannelConnected() -> opened(source);
            case Event.ChannelConnectFailed(var failure) ->
                ended(source, event, new DisconnectReason.ConnectFailed(failure), told);
            case Event.ChannelClosed(var reason) -> ended(source, event, reason, told);
            case Event.TopicJoinSucceeded(var topic, var response) -> joined(source, event, topic, told);
            case Event.TopicJoinFailed(var topic, var reason) -> closed(source, event, topic, reason, told);
            case Event.TopicJoinClosed(var topic, var reason) -> closed(source, event, topic, reason, told);
            case Event.TopicLeft(var topic) -> left(source, event, topic);
            case Event.MessageReceived(var topic, var name, var payload) -> received(source, topic);
            case Event.ReplyReceived(var ref, var reply) -> requests.replied(ref, reply, told);
            case Event.PushFailed failed -> true;
            case Event.Internal internal -> false;
        };
        if (relevant && told) {
            client.queueEvent(event);
        }
        if (client.isQuiet()) {
            recovery.settle();
        }
    }

    private boolean opened(Connection source) {
        boolean unwanted = client.reconnector.isReplaced()
                || client.socketState.connectionStatus() == ConnectionStatus.DISCONNECTING;
        if (unwanted || client.reconnector.phase() == Reconnector.Phase.OPEN) {
            return false;
        }
        client.reconnector.opened(client.now(), source);
        client.socketState = client.socketState.applyEvent(source, new Event.ChannelConnected());
        recovery.connected();
        return true;
    }

    /**
     * Ends the attempt or the connection. An attempt that a newer one replaced ends without an event. An attempt that
     * the user cancelled ends with {@code ChannelClosed(Requested)}, however it ended.
     */
    private boolean ended(Connection source, Event event, DisconnectReason reason, boolean told) {
        boolean silent = client.reconnector.isReplaced();
        boolean takenBack = client.reconnector.phase() == Reconnector.Phase.OPENING
                && client.socketState.connectionStatus() == ConnectionStatus.DISCONNECTING;
        // The connection reported the outcome of each request that it sent, so the remaining requests were not sent.
        // A connection that broke internally reported nothing.
        requests.outcomes(
                new Failure.Disconnected(), reason instanceof DisconnectReason.Failed(Failure.Unexpected broken));
        client.wantedTopics.disconnected(topic -> client.queueEvent(new Event.TopicLeft(topic)));
        // A disconnect by the user wins over a failure that arrives first.
        client.reconnector.ended(
                client.socketState.connectionStatus() == ConnectionStatus.DISCONNECTING
                        ? new DisconnectReason.Requested()
                        : reason);
        client.socketState = client.socketState.applyEvent(source, event);
        recovery.ended();
        if (silent) {
            recovery.replaced();
        }
        if (takenBack && told) {
            client.queueEvent(new Event.ChannelClosed(new DisconnectReason.Requested()));
        }
        return !silent && !takenBack;
    }

    /** If an await took the event, it already skipped the events of joins that were left. */
    private boolean joined(Connection source, Event event, String topic, boolean told) {
        WantedTopic wanted = client.wantedTopics.find(topic);
        if (wanted == null
                || (told && wanted.leaving > 0)
                || client.socketState.status(topic) != JoinStatus.REQUESTED) {
            return false;
        }
        client.socketState = client.socketState.applyEvent(source, event);
        client.wantedTopics.joined(
                topic,
                wanted,
                client.now(),
                client.socketState
                        .configuration()
                        .map(Configuration::stablePeriod)
                        .orElse(Duration.ZERO));
        requests.release(wanted);
        return true;
    }

    /** Asks the policy before the callback runs, so that the callback sees whether the topic is still wanted. */
    private boolean closed(Connection source, Event event, String topic, TopicCloseReason reason, boolean told) {
        WantedTopic wanted = client.wantedTopics.find(topic);
        JoinStatus status = client.socketState.status(topic);
        boolean expected =
                event instanceof Event.TopicJoinFailed ? status == JoinStatus.REQUESTED : status == JoinStatus.JOINED;
        if (wanted == null || (told && wanted.leaving > 0) || !expected) {
            return false;
        }
        wanted.wasJoined = wanted.failures == 0 ? status == JoinStatus.JOINED : wanted.wasJoined;
        wanted.failures++;
        wanted.lastFailure = KeptReason.of(reason);
        wanted.timeouts = reason instanceof TopicCloseReason.JoinTimedOut ? wanted.timeouts + 1 : wanted.timeouts;
        client.wantedTopics.cancelTimers(wanted);
        client.socketState = client.socketState.applyEvent(source, event);
        boolean retried = client.socketState
                .configuration()
                .filter(configuration -> configuration.reconnectPolicy().rejoins(reason, wanted.failures))
                .isPresent();
        if (retried) {
            client.wantedTopics.retryLater(topic);
        } else {
            client.socketState = client.socketState.withUnwanted(topic);
            requests.fail(wanted, new Failure.TopicClosed(topic));
        }
        return true;
    }

    /** Drops a message that follows the end of its topic, which an await may have taken earlier. */
    private boolean received(Connection source, String topic) {
        boolean isJoined = client.socketState.status(topic) == JoinStatus.JOINED;
        boolean isLeaving = client.wantedTopics.leaving(topic) > 0;
        if (!isJoined && !isLeaving) {
            client.report(new Observation.EventDropped(Connection.numbered(source.number())));
        }
        return isJoined && !isLeaving;
    }

    private boolean left(Connection source, Event event, String topic) {
        WantedTopic wanted = client.wantedTopics.find(topic);
        JoinStatus status = client.socketState.status(topic);
        if (wanted != null && wanted.leaving > 0) {
            wanted.leaving--;
            // An await may have taken the answer to a newer join earlier.
            client.socketState = wanted.leaving == 0 && status == JoinStatus.LEAVING
                    ? client.socketState.applyEvent(source, event)
                    : client.socketState;
        } else if (status == JoinStatus.JOINED) {
            client.socketState = client.socketState.applyEvent(source, event);
        } else {
            return false;
        }
        if (wanted != null && !client.socketState.isWanted(topic)) {
            client.wantedTopics.cancelTimers(wanted);
            requests.fail(wanted, new Failure.TopicClosed(topic));
        }
        return true;
    }

    /** The supplier of params for this join failed. */
    void unsupplied(String topic, long asking, String detail) {
        WantedTopic wanted = client.wantedTopics.find(topic);
        if (wanted != null && wanted.asking == asking) {
            TopicCloseReason reason = new TopicCloseReason.ParamsFailed(detail);
            Event failed = new Event.TopicJoinFailed(topic, reason);
            closed(client.reconnector.connection(), failed, topic, reason, false);
            client.queueEvent(failed);
        }
    }

    /** The supplier of credentials for this attempt failed. */
    void refused(Connection attempt, Failure failure) {
        if (client.reconnector.isAsking(attempt)) {
            Event failed = new Event.ChannelConnectFailed(failure);
            ended(attempt, failed, new DisconnectReason.ConnectFailed(failure), true);
            client.queueEvent(failed);
        }
    }
}
