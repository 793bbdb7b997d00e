package dev.slipstream.system.simulation;

import dev.slipstream.Session;
import dev.slipstream.core.Socket;
import dev.slipstream.core.state.LiveSocket;
import dev.slipstream.simulation.SeededRandom;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Lets callbacks block, wait and throw at random. */
final class CallbackActions {

    private final RunPlan plan;
    private final CallbackTime time;
    private final RandomActions actions;
    private final Operations operations;
    private final SessionWaits waits;
    private final Consumer<AppFault> appFaults;
    private @Nullable Session session;

    CallbackActions(
            RunPlan plan,
            CallbackTime time,
            RandomActions actions,
            Operations operations,
            SessionWaits waits,
            Consumer<AppFault> appFaults) {
        this.plan = plan;
        this.time = time;
        this.actions = actions;
        this.operations = operations;
        this.waits = waits;
        this.appFaults = appFaults;
    }

    /** Starts a new callback. */
    void begin() {
        session = null;
    }

    /** Returns the socket after the last wait of this callback, or the given socket if the callback did not wait. */
    Socket committed(Socket first) {
        return session == null ? first : session.socket();
    }

    /** Blocks, waits or throws at random. Most calls do nothing. */
    Socket perform(Socket socket) {
        SeededRandom random = actions.next(RandomActions.Kind.STUNT);
        int choice = random.below(240);
        if (choice < 4) {
            block(random);
        } else if (choice < 24) {
            return wait(socket, random);
        } else if (choice < 30 && actions.isIncluded(RandomActions.Kind.STUNT)) {
            fail(random);
        }
        return socket;
    }

    /** Waits in {@code terminate}, the last callback, if waiting is allowed. */
    Socket waitInTerminate(Socket socket) {
        return wait(socket, actions.next(RandomActions.Kind.STUNT));
    }

    private void block(SeededRandom random) {
        if (!time.mayWait() || !plan.waits() || !actions.isIncluded(RandomActions.Kind.STUNT)) {
            return;
        }
        if (plan.blocksLong() && random.oneIn(2)) {
            appFaults.accept(AppFault.CALLBACK_BLOCKED_LONG);
            waits.block(random.between(Duration.ofSeconds(20), Duration.ofSeconds(70)));
        } else {
            appFaults.accept(AppFault.CALLBACK_BLOCKED);
            waits.block(CallbackTime.millis(10, 3000, random));
        }
    }

    private Socket wait(Socket socket, SeededRandom random) {
        if (!time.mayWait() || !plan.waits() || !actions.isIncluded(RandomActions.Kind.STUNT)) {
            return socket;
        }
        Session waited = waits.wait(socket, random);
        session = waited;
        boolean isLast = LiveSocket.from(socket).operationList().size()
                == LiveSocket.from(waited.socket()).operationList().size(); // false if the wait added operations
        Socket next = isLast && random.oneIn(2) ? socket : waited.socket(); // a callback may return either socket
        if (random.oneIn(2)) {
            next = operations.writeRandom(next, random.below(3));
        }
        if (random.oneIn(8)) {
            appFaults.accept(AppFault.CALLBACK_THREW_LATE);
            throw new PlannedException("a callback that waited");
        }
        return next;
    }

    private void fail(SeededRandom random) {
        if (random.oneIn(8)) {
            appFaults.accept(AppFault.CALLBACK_THREW_ERROR);
            throw PlannedException.error();
        }
        if (random.oneIn(8)) {
            appFaults.accept(AppFault.STACK_OVERFLOWED);
            throw PlannedException.tooDeep();
        }
        if (!plan.continuesAfterThrow() && random.oneIn(4)) {
            appFaults.accept(AppFault.MEMORY_GAVE_OUT);
            throw PlannedException.exhausted();
        }
        appFaults.accept(AppFault.CALLBACK_THREW);
        throw new PlannedException("a callback");
    }
}
