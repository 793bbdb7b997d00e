package dev.slipstream.core.machine;

import dev.slipstream.core.Configuration;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Facts;
import dev.slipstream.core.JoinStatus;
import dev.slipstream.core.Letter;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Telemetry.Observation;
import java.time.Duration;

/** What a client does of itself, once the callbacks that may decide otherwise have returned: it connects and joins again. */
final class Renewal {

    private final Ledger ledger;
    private boolean connectedNow;
    private boolean endedNow;

    Renewal(Ledger ledger) {
        this.ledger = ledger;
    }

    /** A connection is open: what waits for it is joined. */
    void connected() {
        connectedNow = true;
    }

    /** The connection, or the attempt, has ended: the next one may begin. */
    void ended() {
        connectedNow = false;
        endedNow = true;
    }

    /** An attempt that a newer one replaced has ended: there is nothing to decide, and a callback may wait for the newer one. */
    void replaced() {
        endedNow = false;
        ledger.attempts.takeNext().ifPresent(this::connectNext);
    }

    /** What a callback was to decide first, and did not: connecting again, and joining again. */
    void settle() {
        if (endedNow) {
            endedNow = false;
            boolean isApart = ledger.attempts.takeNext().map(this::connectNext).isEmpty()
                    && ledger.facts.link() == Facts.Link.APART;
            if (isApart && ledger.facts.wantsConnection()) {
                retryConnect();
            }
        }
        if (connectedNow && ledger.facts.link() == Facts.Link.CONNECTED) {
            connectedNow = false;
            ledger.wishes.waiting(ledger.facts).forEach(this::request);
        }
        for (String topic : ledger.wishes.takeRetries()) {
            Wish wish = ledger.wishes.find(topic);
            if (wish != null && ledger.facts.status(topic) == JoinStatus.CLOSED && ledger.facts.isWanted(topic)) {
                schedule(topic, wish);
            }
        }
    }

    private Configuration connectNext(Configuration next) {
        ledger.attempts.connect(ledger.now(), next, ledger::give);
        ledger.facts = ledger.facts.connecting(ledger.attempts.connection());
        return next;
    }

    private void retryConnect() {
        if (ledger.attempts.isRetried()) {
            ledger.facts = ledger.facts.apply(new Letter.Retry.Reconnect()).facts();
            ledger.attempts.schedule(ledger.now(), ledger::give);
        } else {
            ledger.facts = ledger.facts.givingUp();
            ledger.attempts
                    .lastEnd()
                    .filter(reason -> !(reason instanceof DisconnectReason.Requested))
                    .ifPresent(reason -> ledger.report(new Observation.ReconnectAbandoned(reason)));
        }
    }

    private void request(String topic) {
        Wish wish = ledger.wishes.of(topic, ledger.facts);
        if (wish.params != null) {
            ledger.facts = ledger.facts.requesting(topic);
            join(topic, wish, wish.params);
        }
    }

    /** Joins a topic that is requested, with these params or those that its supplier gives. */
    void join(String topic, Wish wish, Payload params) {
        if (wish.supplier == null) {
            send(topic, wish, params);
        } else {
            Duration patience = ledger.facts
                    .configuration()
                    .map(Configuration::credentialsTimeout)
                    .orElse(Duration.ZERO);
            ledger.wishes.ask(topic, wish.supplier, wish, ledger.now().plus(patience), ledger::give);
        }
    }

    /** The params of a join have come. */
    void given(String topic, long asking, Payload params) {
        Wish wish = ledger.wishes.find(topic);
        if (wish != null && wish.asking == asking) {
            send(topic, wish, params);
        }
    }

    private void send(String topic, Wish wish, Payload params) {
        ledger.facts
                .configuration()
                .map(Configuration::joinTimeout)
                .ifPresent(timeout -> ledger.order(ledger.wishes.join(topic, wish, params, timeout)));
    }

    void joinAgain(String topic) {
        if (ledger.facts.link() == Facts.Link.CONNECTED
                && ledger.facts.status(topic) == JoinStatus.CLOSED
                && ledger.facts.isWanted(topic)) {
            request(topic);
        }
    }

    void schedule(String topic, Wish wish) {
        ledger.facts
                .configuration()
                .ifPresent(configuration ->
                        ledger.wishes.schedule(topic, wish, configuration, ledger.now(), ledger::give));
    }

    void stable(String topic) {
        Wish wish = ledger.wishes.find(topic);
        if (wish != null) {
            wish.failures = 0;
            wish.wasJoined = false;
            wish.last = null;
        }
    }
}
