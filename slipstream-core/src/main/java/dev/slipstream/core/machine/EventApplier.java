package dev.slipstream.core.machine;

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

/** What a connection tells a client: whether it still means something, what it changes, and what callbacks hear of it. */
final class EventApplier {

    private final ClientState client;
    private final Requests requests;
    private final Recovery recovery;

    EventApplier(ClientState client, Requests requests, Recovery recovery) {
        this.client = client;
        this.requests = requests;
        this.recovery = recovery;
    }

    /** Folds an event; one that an await has taken is told to nobody. */
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
     * An attempt that a newer one replaced ends without a word; of one that the user took back nothing else is told, however
     * it ended.
     */
    private boolean ended(Connection source, Event event, DisconnectReason reason, boolean told) {
        boolean silent = client.reconnector.isReplaced();
        boolean takenBack = client.reconnector.phase() == Reconnector.Phase.OPENING
                && client.socketState.connectionStatus() == ConnectionStatus.DISCONNECTING;
        // The connection told the outcome of each that it sent; what is left came to it too late. One that broke inside
        // told nothing.
        requests.outcomes(
                new Failure.Disconnected(), reason instanceof DisconnectReason.Failed(Failure.Unexpected broken));
        client.wantedTopics.disconnected(topic -> client.queueEvent(new Event.TopicLeft(topic)));
        // Whoever asked for the end decides, even if the world was faster.
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

    /** An await has passed over what came of joins that were left, so what it took is of the last one. */
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

    /** Whether the policy wants to join again is decided before the callback, so that it can read on. */
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

    /** Behind the end of its topic, which an await has taken before it, a message is nobody's any more. */
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
            // An await may have taken the answer to a newer join before.
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

    /** There are no params for the join of this topic. */
    void unsupplied(String topic, long asking, String detail) {
        WantedTopic wanted = client.wantedTopics.find(topic);
        if (wanted != null && wanted.asking == asking) {
            TopicCloseReason reason = new TopicCloseReason.ParamsFailed(detail);
            Event failed = new Event.TopicJoinFailed(topic, reason);
            closed(client.reconnector.connection(), failed, topic, reason, false);
            client.queueEvent(failed);
        }
    }

    /** There are no credentials for this attempt. */
    void refused(Connection attempt, Failure failure) {
        if (client.reconnector.isAsking(attempt)) {
            Event failed = new Event.ChannelConnectFailed(failure);
            ended(attempt, failed, new DisconnectReason.ConnectFailed(failure), true);
            client.queueEvent(failed);
        }
    }
}
