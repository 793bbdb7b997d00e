package dev.slipstream.core.machine;

import dev.slipstream.core.Configuration;
import dev.slipstream.core.Connection;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.Facts;
import dev.slipstream.core.Failure;
import dev.slipstream.core.JoinStatus;
import dev.slipstream.core.Telemetry.Observation;
import dev.slipstream.core.TopicCloseReason;
import java.time.Duration;

/** What a connection tells a client: whether it still means something, what it changes, and what callbacks hear of it. */
final class Happenings {

    private final Ledger ledger;
    private final Requests requests;
    private final Renewal renewal;

    Happenings(Ledger ledger, Requests requests, Renewal renewal) {
        this.ledger = ledger;
        this.requests = requests;
        this.renewal = renewal;
    }

    /** Folds an event; one that an await has taken is told to nobody. */
    void happened(Connection source, Event event, boolean told) {
        ledger.timers.mailHadItsTurn();
        if (!ledger.isRunning() || !ledger.attempts.isLive(source)) {
            ledger.report(new Observation.EventDropped(Connection.numbered(source.number())));
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
            ledger.tell(event);
        }
        if (ledger.isQuiet()) {
            renewal.settle();
        }
    }

    private boolean opened(Connection source) {
        boolean unwanted = ledger.attempts.isReplaced() || ledger.facts.link() == Facts.Link.CLOSING;
        if (unwanted || ledger.attempts.phase() == Attempts.Phase.OPEN) {
            return false;
        }
        ledger.attempts.opened(ledger.now(), source);
        ledger.facts = ledger.facts.fold(source, new Event.ChannelConnected());
        renewal.connected();
        return true;
    }

    /**
     * An attempt that a newer one replaced ends without a word; of one that the user took back nothing else is told, however
     * it ended.
     */
    private boolean ended(Connection source, Event event, DisconnectReason reason, boolean told) {
        boolean silent = ledger.attempts.isReplaced();
        boolean takenBack =
                ledger.attempts.phase() == Attempts.Phase.OPENING && ledger.facts.link() == Facts.Link.CLOSING;
        // The connection told the outcome of each that it sent; what is left came to it too late. One that broke inside
        // told nothing.
        requests.outcomes(
                new Failure.Disconnected(), reason instanceof DisconnectReason.Failed(Failure.Unexpected broken));
        ledger.wishes.disconnected(topic -> ledger.tell(new Event.TopicLeft(topic)));
        // Whoever asked for the end decides, even if the world was faster.
        ledger.attempts.ended(ledger.facts.link() == Facts.Link.CLOSING ? new DisconnectReason.Requested() : reason);
        ledger.facts = ledger.facts.fold(source, event);
        renewal.ended();
        if (silent) {
            renewal.replaced();
        }
        if (takenBack && told) {
            ledger.tell(new Event.ChannelClosed(new DisconnectReason.Requested()));
        }
        return !silent && !takenBack;
    }

    /** An await has passed over what came of joins that were left, so what it took is of the last one. */
    private boolean joined(Connection source, Event event, String topic, boolean told) {
        Wish wish = ledger.wishes.find(topic);
        if (wish == null || (told && wish.leaving > 0) || ledger.facts.status(topic) != JoinStatus.REQUESTED) {
            return false;
        }
        ledger.facts = ledger.facts.fold(source, event);
        ledger.wishes.joined(
                topic,
                wish,
                ledger.now(),
                ledger.facts.configuration().map(Configuration::stablePeriod).orElse(Duration.ZERO));
        requests.release(wish);
        return true;
    }

    /** Whether the policy wants to join again is decided before the callback, so that it can read on. */
    private boolean closed(Connection source, Event event, String topic, TopicCloseReason reason, boolean told) {
        Wish wish = ledger.wishes.find(topic);
        JoinStatus status = ledger.facts.status(topic);
        boolean expected =
                event instanceof Event.TopicJoinFailed ? status == JoinStatus.REQUESTED : status == JoinStatus.JOINED;
        if (wish == null || (told && wish.leaving > 0) || !expected) {
            return false;
        }
        wish.wasJoined = wish.failures == 0 ? status == JoinStatus.JOINED : wish.wasJoined;
        wish.failures++;
        wish.last = KeptReason.of(reason);
        wish.timeouts = reason instanceof TopicCloseReason.JoinTimedOut ? wish.timeouts + 1 : wish.timeouts;
        ledger.wishes.rest(wish);
        ledger.facts = ledger.facts.fold(source, event);
        boolean retried = ledger.facts
                .configuration()
                .filter(configuration -> configuration.reconnectPolicy().rejoins(reason, wish.failures))
                .isPresent();
        if (retried) {
            ledger.wishes.retryLater(topic);
        } else {
            ledger.facts = ledger.facts.unwanting(topic);
            requests.fail(wish, new Failure.TopicClosed(topic));
        }
        return true;
    }

    /** Behind the end of its topic, which an await has taken before it, a message is nobody's any more. */
    private boolean received(Connection source, String topic) {
        boolean isJoined = ledger.facts.status(topic) == JoinStatus.JOINED;
        boolean isLeaving = ledger.wishes.leaving(topic) > 0;
        if (!isJoined && !isLeaving) {
            ledger.report(new Observation.EventDropped(Connection.numbered(source.number())));
        }
        return isJoined && !isLeaving;
    }

    private boolean left(Connection source, Event event, String topic) {
        Wish wish = ledger.wishes.find(topic);
        JoinStatus status = ledger.facts.status(topic);
        if (wish != null && wish.leaving > 0) {
            wish.leaving--;
            // An await may have taken the answer to a newer join before.
            ledger.facts =
                    wish.leaving == 0 && status == JoinStatus.LEAVING ? ledger.facts.fold(source, event) : ledger.facts;
        } else if (status == JoinStatus.JOINED) {
            ledger.facts = ledger.facts.fold(source, event);
        } else {
            return false;
        }
        if (wish != null && !ledger.facts.isWanted(topic)) {
            ledger.wishes.rest(wish);
            requests.fail(wish, new Failure.TopicClosed(topic));
        }
        return true;
    }

    /** There are no params for the join of this topic. */
    void unsupplied(String topic, long asking, String detail) {
        Wish wish = ledger.wishes.find(topic);
        if (wish != null && wish.asking == asking) {
            TopicCloseReason reason = new TopicCloseReason.ParamsFailed(detail);
            Event failed = new Event.TopicJoinFailed(topic, reason);
            closed(ledger.attempts.connection(), failed, topic, reason, false);
            ledger.tell(failed);
        }
    }

    /** There are no credentials for this attempt. */
    void refused(Connection attempt, Failure failure) {
        if (ledger.attempts.isAsking(attempt)) {
            Event failed = new Event.ChannelConnectFailed(failure);
            ended(attempt, failed, new DisconnectReason.ConnectFailed(failure), true);
            ledger.tell(failed);
        }
    }
}
