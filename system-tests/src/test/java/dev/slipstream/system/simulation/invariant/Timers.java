package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.Operation;
import dev.slipstream.core.machine.client.Callback;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.Run;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.RunView;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A timer fires when it is due, and never after it was cancelled or replaced. A timer without a period fires once. An
 * idle timer fires only if the client was idle meanwhile.
 */
public final class Timers implements Invariant {

    /** An active timer. The period is null if the timer fires once. */
    private record Armed(Object message, @Nullable Duration period, WaitStart due) {}

    /** An idle timer. If a request of another thread may have restarted it, {@code sure} is false. */
    private record Idle(Object message, Duration quiet, Duration applied, WaitStart since, boolean sure) {}

    /** After this time a request of another thread must be complete. */
    private static final Duration REQUEST = Duration.ofSeconds(15);

    private final Map<Object, Armed> timers = new LinkedHashMap<>();
    private final Set<Object> ticks = new LinkedHashSet<>();
    private final Set<Object> idles = new LinkedHashSet<>();
    private @Nullable Idle idle;
    private boolean running;
    private final Stopping stopping = new Stopping();
    private @Nullable WaitStart request;

    @Override
    public void on(RunEvent runEvent, RunView view) {
        stopping.on(runEvent);
        switch (runEvent) {
            case RunEvent.OperationsApplied(var operations) -> operations.forEach(operation -> set(operation, view));
            case RunEvent.CallbackStarted(var callback, var state) -> {
                running = true;
                if (callback instanceof Callback.Info(var message)) {
                    fired(message, view);
                }
                idle = null;
            }
            case RunEvent.CallbackEnded(Callback.Terminate terminate, var thrown) -> {
                timers.clear();
                idle = null;
            }
            case RunEvent.CallbackEnded(var callback, var thrown) -> {
                running = false;
                idle = idle == null ? null : idle(idle.message(), idle.quiet(), idle.applied(), view);
            }
            case RunEvent.FromOutside(var what) when what.equals(Run.REQUEST) -> requested(view);
            case RunEvent.PushWaits(int id, boolean outside, Duration timeout) when outside -> requested(view);
            default -> {}
        }
    }

    /** Handles a request or a push that another thread made. No callback of the workload reports its outcome. */
    private void requested(RunView view) {
        request = WaitStart.now(view);
        idle = idle == null ? null : new Idle(idle.message(), idle.quiet(), idle.applied(), idle.since(), false);
    }

    private void fired(Object message, RunView view) {
        if (idles.contains(message)) {
            holds(
                    idle != null && idle.message().equals(message),
                    "the idle timer %s fired, although the client was not idle",
                    message);
            Duration quiet = view.now().minus(idle.applied());
            holds(quiet.compareTo(idle.quiet()) >= 0, "%s fired after %s instead of %s", message, quiet, idle.quiet());
        } else if (ticks.contains(message)) {
            Map.Entry<Object, Armed> timer = timers.entrySet().stream()
                    .filter(entry -> entry.getValue().message().equals(message))
                    .findFirst()
                    .orElseThrow(
                            () -> new AssertionError(message + " fired from a timer that was cancelled or replaced"));
            Armed armed = timer.getValue();
            Duration due = armed.due().at();
            holds(view.now().compareTo(due) >= 0, "%s fired at %s, but is due at %s", message, view.now(), due);
            if (armed.period() == null) {
                timers.remove(timer.getKey());
            } else {
                long missed = view.now().minus(due).dividedBy(armed.period());
                Duration next = due.plus(armed.period().multipliedBy(missed + 1));
                timer.setValue(new Armed(message, armed.period(), WaitStart.at(next, view)));
            }
        }
    }

    /** Checks that due timers fired. A due timer waits while a callback runs. */
    @Override
    public void timePassed(RunView view) {
        if (running || stopping.isNow()) {
            return;
        }
        for (Armed timer : timers.values()) {
            holds(
                    !timer.due().isSettled(view),
                    "%s did not fire, but was due at %s",
                    timer.message(),
                    timer.due().at());
        }
        holds(
                idle == null || !idle.sure() || !idle.since().isPast(idle.quiet(), view),
                "%s did not fire although nothing happened since %s",
                idle == null ? "" : idle.message(),
                idle == null ? "" : idle.since().at());
    }

    private void set(Operation operation, RunView view) {
        switch (operation) {
            case Operation.SendToSelf.After(var key, var delay, var message) -> {
                ticks.add(message);
                timers.put(key, new Armed(message, null, due(delay, view)));
            }
            case Operation.SendToSelf.Every(var key, var period, var message) -> {
                ticks.add(message);
                timers.put(key, new Armed(message, period, due(period, view)));
            }
            case Operation.SendToSelf.WhenIdle(var quiet, var message) -> {
                idles.add(message);
                idle = idle(message, quiet, view.now(), view);
            }
            case Operation.CancelTimer(var key) -> timers.remove(key);
            default -> {}
        }
    }

    private Idle idle(Object message, Duration quiet, Duration applied, RunView view) {
        return new Idle(message, quiet, applied, WaitStart.now(view), request == null || request.isPast(REQUEST, view));
    }

    private static WaitStart due(Duration delay, RunView view) {
        return WaitStart.at(view.now().plus(delay), view);
    }
}
