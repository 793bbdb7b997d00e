package dev.slipstream.core.machine;

import dev.slipstream.core.Command;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.Facts;
import dev.slipstream.core.Failure;
import dev.slipstream.core.JoinStatus;
import dev.slipstream.core.Letter;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Telemetry.Observation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The letters of a token, as they are posted: each is judged against what the client knows, and does what it says. */
final class Posting {

    private final Ledger ledger;
    private final Requests requests;
    private final Renewal renewal;

    Posting(Ledger ledger, Requests requests, Renewal renewal) {
        this.ledger = ledger;
        this.requests = requests;
        this.renewal = renewal;
    }

    void post(List<Letter> letters) {
        for (int i = 0; i < letters.size(); i++) { // it is a list of one, or an array's
            post(letters.get(i));
        }
    }

    private void post(Letter letter) {
        if (!ledger.isRunning() && !(letter instanceof Letter.ToCaller)) {
            drop(letter); // and the facts stay what they are: nothing comes of it
            return;
        }
        Facts before = ledger.facts;
        if (!stands(letter)) {
            drop(letter);
            return;
        }
        switch (letter) {
            case Letter.ToConnection(var command) -> order(command, before);
            case Letter.ToServer(var tag, var push) -> requests.request(tag, push, before);
            case Letter.ToSelf.Now(var message) -> ledger.give(new Effect.Enqueue(new Delivery.Info(message)));
            case Letter.ToSelf.Next(var message) -> ledger.deliver(new Delivery.Continue(message));
            case Letter.ToSelf.After after -> ledger.timers.after(after, ledger.now());
            case Letter.ToSelf.Every every -> ledger.timers.every(every, ledger.now());
            case Letter.ToSelf.WhenIdle idle -> ledger.timers.whenIdle(idle, ledger.now());
            case Letter.Cancel(var key) -> ledger.timers.cancel(key);
            case Letter.ToCaller answer -> ledger.give(new Effect.Answer(answer));
            case Letter.Retry.Reconnect() -> ledger.attempts.schedule(ledger.now(), ledger::give);
            case Letter.Retry.ReconnectNow() -> {
                if (before.link() == Facts.Link.APART || ledger.attempts.phase() == Attempts.Phase.WAITING) {
                    ledger.attempts.begin(ledger.now(), ledger::give);
                }
            }
            case Letter.Retry.Rejoin(var ref, var topic, var params) -> rejoin(topic, params);
            case Letter.Keep(var topic, var buffer) -> ledger.wishes.of(topic, ledger.facts).buffer = buffer;
            case Letter.Supply(var topic, var params) -> ledger.wishes.of(topic, ledger.facts).supplied = params;
            case Letter.Stop(var reason) -> ledger.stop = ledger.stop == null ? reason : ledger.stop;
        }
    }

    /** Judges a letter, and takes what it changes. */
    private boolean stands(Letter letter) {
        Facts before = ledger.facts;
        if (letter instanceof Letter.ToServer(var tag, var push)) {
            ledger.facts = before.after(push);
            return before.stands(push);
        }
        Facts.Verdict verdict = before.apply(letter);
        ledger.facts = verdict.facts();
        return verdict.stands();
    }

    /** A letter that means nothing any more; who waits for its outcome is told. */
    private void drop(Letter letter) {
        ledger.report(new Observation.LetterDropped(letter.getClass().getSimpleName()));
        if (!ledger.isRunning()) {
            return;
        }
        if (letter instanceof Letter.ToServer(var tag, var push)) {
            ledger.deliver(new Delivery.Outcome(tag, new Reply.Lost(new Failure.NotJoined(push.topic()), false)));
        } else if (letter instanceof Letter.ToConnection(Command.PushMessage push)) {
            ledger.tell(new Event.PushFailed(push.ref(), new Failure.NotJoined(push.topic())));
        }
    }

    private void order(Command command, Facts before) {
        switch (command) {
            case Command.OpenConnection(var configuration, var credentials) ->
                ledger.attempts.connect(ledger.now(), configuration, ledger::give);
            case Command.CloseConnection close -> {
                boolean atOnce = ledger.attempts.disconnect(ledger::give);
                if (before.link() == Facts.Link.APART) {
                    ledger.attempts.ended(new DisconnectReason.Requested()); // its end was told already
                } else if (atOnce) {
                    Event closed = new Event.ChannelClosed(new DisconnectReason.Requested());
                    ledger.attempts.ended(new DisconnectReason.Requested());
                    ledger.facts = ledger.facts.fold(ledger.attempts.connection(), closed);
                    ledger.tell(closed);
                }
            }
            case Command.JoinTopic join -> {
                ledger.wishes.want(join, ledger.facts);
                if (before.link() == Facts.Link.CONNECTED) {
                    renewal.join(join.topic(), ledger.wishes.of(join.topic(), ledger.facts), join.params());
                }
            }
            case Command.LeaveTopic leave -> leave(leave, before.status(leave.topic()));
            case Command.PushMessage push -> requests.push(push, before);
            case Command.SendHeartbeat beat -> ledger.order(beat);
            case Command.CollectGarbage hint -> ledger.order(hint);
        }
    }

    private void leave(Command.LeaveTopic leave, JoinStatus before) {
        Wish wish = ledger.wishes.of(leave.topic(), ledger.facts);
        boolean isAsking = wish.asking != 0; // nothing was sent that could be left
        ledger.wishes.rest(wish);
        wish.unused = null;
        wish.supplied = null;
        if ((before == JoinStatus.REQUESTED && !isAsking) || before == JoinStatus.JOINED) {
            wish.leaving++;
            ledger.order(leave);
        } else {
            Event left = new Event.TopicLeft(leave.topic());
            ledger.facts = ledger.facts.fold(ledger.attempts.connection(), left);
            ledger.tell(left);
        }
        requests.fail(wish, new Failure.Cancelled());
    }

    private void rejoin(String topic, @Nullable Payload params) {
        Wish wish = ledger.wishes.of(topic, ledger.facts);
        wish.params = params == null ? wish.params : params;
        wish.supplier = params == null ? wish.supplier : null;
        if (ledger.facts.link() == Facts.Link.CONNECTED) {
            renewal.schedule(topic, wish);
        }
    }
}
