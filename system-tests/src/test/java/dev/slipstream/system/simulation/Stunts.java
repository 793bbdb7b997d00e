package dev.slipstream.system.simulation;

import dev.slipstream.Session;
import dev.slipstream.core.Socket;
import dev.slipstream.testkit.simulation.Dice;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What callbacks do beside writing on their socket: they block, wait, and throw. */
final class Stunts {

    private final Plan plan;
    private final Turns turns;
    private final Chances chances;
    private final Operations operations;
    private final Waits waits;
    private final Consumer<Trouble> troubles;
    private @Nullable Session session;

    Stunts(Plan plan, Turns turns, Chances chances, Operations operations, Waits waits, Consumer<Trouble> troubles) {
        this.plan = plan;
        this.turns = turns;
        this.chances = chances;
        this.operations = operations;
        this.waits = waits;
        this.troubles = troubles;
    }

    /** A callback begins. */
    void begin() {
        session = null;
    }

    /** The token as it was posted last in this callback; the one it began with if it did not wait. */
    Socket committed(Socket first) {
        return session == null ? first : session.socket();
    }

    /** Does one of these now and then, and else nothing. */
    Socket perform(Socket socket) {
        Dice dice = chances.next(Chances.Kind.STUNT);
        int which = dice.below(240);
        if (which < 4) {
            block(dice);
        } else if (which < 24) {
            return wait(socket, dice);
        } else if (which < 30 && chances.keeps(Chances.Kind.STUNT)) {
            fail(dice);
        }
        return socket;
    }

    /** Waits if the callback may; the last chance of a client to hear something. */
    Socket waitAtLast(Socket socket) {
        return wait(socket, chances.next(Chances.Kind.STUNT));
    }

    private void block(Dice dice) {
        if (!turns.mayWait() || !plan.waits() || !chances.keeps(Chances.Kind.STUNT)) {
            return;
        }
        if (plan.sluggish() && dice.oneIn(2)) {
            troubles.accept(Trouble.CALLBACK_BLOCKED_LONG);
            waits.block(dice.between(Duration.ofSeconds(20), Duration.ofSeconds(70)));
        } else {
            troubles.accept(Trouble.CALLBACK_BLOCKED);
            waits.block(Turns.millis(10, 3000, dice));
        }
    }

    private Socket wait(Socket socket, Dice dice) {
        if (!turns.mayWait() || !plan.waits() || !chances.keeps(Chances.Kind.STUNT)) {
            return socket;
        }
        Session waited = waits.wait(socket, dice);
        session = waited;
        boolean isLast = socket.letters().size() == waited.socket().letters().size(); // the wait may have posted more
        Socket next = isLast && dice.oneIn(2) ? socket : waited.socket(); // both are on the line
        if (dice.oneIn(2)) {
            next = operations.several(next, dice.below(3));
        }
        if (dice.oneIn(8)) {
            troubles.accept(Trouble.CALLBACK_THREW_LATE);
            throw new Planned("a callback that waited");
        }
        return next;
    }

    private void fail(Dice dice) {
        if (dice.oneIn(8)) {
            troubles.accept(Trouble.CALLBACK_THREW_ERROR);
            throw Planned.error();
        }
        if (dice.oneIn(8)) {
            troubles.accept(Trouble.STACK_OVERFLOWED);
            throw Planned.tooDeep();
        }
        if (!plan.goesOn() && dice.oneIn(4)) {
            troubles.accept(Trouble.MEMORY_GAVE_OUT);
            throw Planned.exhausted();
        }
        troubles.accept(Trouble.CALLBACK_THREW);
        throw new Planned("a callback");
    }
}
