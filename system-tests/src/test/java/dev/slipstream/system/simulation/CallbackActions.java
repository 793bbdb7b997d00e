package dev.slipstream.system.simulation;

import dev.slipstream.Session;
import dev.slipstream.core.Socket;
import dev.slipstream.core.state.LiveSocket;
import dev.slipstream.simulation.SeededRandom;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What callbacks do beside writing on their socket: they block, wait, and throw. */
final class CallbackActions {

    private final Plan plan;
    private final CallbackTime time;
    private final Chances chances;
    private final Operations operations;
    private final Waits waits;
    private final Consumer<Trouble> troubles;
    private @Nullable Session session;

    CallbackActions(
            Plan plan,
            CallbackTime time,
            Chances chances,
            Operations operations,
            Waits waits,
            Consumer<Trouble> troubles) {
        this.plan = plan;
        this.time = time;
        this.chances = chances;
        this.operations = operations;
        this.waits = waits;
        this.troubles = troubles;
    }

    /** A callback begins. */
    void begin() {
        session = null;
    }

    /** The socket after the last wait in this callback; the one it began with if it did not wait. */
    Socket committed(Socket first) {
        return session == null ? first : session.socket();
    }

    /** Does one of these now and then, and else nothing. */
    Socket perform(Socket socket) {
        SeededRandom random = chances.next(Chances.Kind.STUNT);
        int which = random.below(240);
        if (which < 4) {
            block(random);
        } else if (which < 24) {
            return wait(socket, random);
        } else if (which < 30 && chances.keeps(Chances.Kind.STUNT)) {
            fail(random);
        }
        return socket;
    }

    /** Waits if the callback may; the last chance of a client to hear something. */
    Socket waitAtLast(Socket socket) {
        return wait(socket, chances.next(Chances.Kind.STUNT));
    }

    private void block(SeededRandom random) {
        if (!time.mayWait() || !plan.waits() || !chances.keeps(Chances.Kind.STUNT)) {
            return;
        }
        if (plan.sluggish() && random.oneIn(2)) {
            troubles.accept(Trouble.CALLBACK_BLOCKED_LONG);
            waits.block(random.between(Duration.ofSeconds(20), Duration.ofSeconds(70)));
        } else {
            troubles.accept(Trouble.CALLBACK_BLOCKED);
            waits.block(CallbackTime.millis(10, 3000, random));
        }
    }

    private Socket wait(Socket socket, SeededRandom random) {
        if (!time.mayWait() || !plan.waits() || !chances.keeps(Chances.Kind.STUNT)) {
            return socket;
        }
        Session waited = waits.wait(socket, random);
        session = waited;
        boolean isLast = LiveSocket.from(socket).operationList().size()
                == LiveSocket.from(waited.socket()).operationList().size(); // the wait may have applied more
        Socket next = isLast && random.oneIn(2) ? socket : waited.socket(); // both are on the line
        if (random.oneIn(2)) {
            next = operations.several(next, random.below(3));
        }
        if (random.oneIn(8)) {
            troubles.accept(Trouble.CALLBACK_THREW_LATE);
            throw new Planned("a callback that waited");
        }
        return next;
    }

    private void fail(SeededRandom random) {
        if (random.oneIn(8)) {
            troubles.accept(Trouble.CALLBACK_THREW_ERROR);
            throw Planned.error();
        }
        if (random.oneIn(8)) {
            troubles.accept(Trouble.STACK_OVERFLOWED);
            throw Planned.tooDeep();
        }
        if (!plan.goesOn() && random.oneIn(4)) {
            troubles.accept(Trouble.MEMORY_GAVE_OUT);
            throw Planned.exhausted();
        }
        troubles.accept(Trouble.CALLBACK_THREW);
        throw new Planned("a callback");
    }
}
