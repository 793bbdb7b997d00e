package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.Operation;
import dev.slipstream.core.machine.client.Callback;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.Run;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.Scene;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A timer fires when it is due, not before, and not after it was cancelled or replaced; a single one fires once, an idle one
 * if nothing came meanwhile.
 */
public final class Timers implements Invariant {

    /** A null period is a timer that fires once. */
    private record Armed(Object message, @Nullable Duration period, Since due) {}

    /** Requests from outside disturb it too, and nobody sees when: while one may be on its way nothing is sure. */
    private record Idle(Object message, Duration quiet, Duration applied, Since since, boolean sure) {}

    /** When a request from outside has had its outcome, too. */
    private static final Duration REQUEST = Duration.ofSeconds(15);

    private final Map<Object, Armed> timers = new LinkedHashMap<>();
    private final Set<Object> ticks = new LinkedHashSet<>();
    private final Set<Object> idles = new LinkedHashSet<>();
    private @Nullable Idle idle;
    private boolean running;
    private final Stopping stopping = new Stopping();
    private @Nullable Since request;

    @Override
    public String name() {
        return "Timers";
    }

    @Override
    public void on(RunEvent runEvent, Scene scene) {
        stopping.on(runEvent);
        switch (runEvent) {
            case RunEvent.OperationsApplied(var operations) -> operations.forEach(operation -> set(operation, scene));
            case RunEvent.CallbackStarted(var callback, var state) -> {
                running = true;
                if (callback instanceof Callback.Info(var message)) {
                    told(message, scene);
                }
                idle = null;
            }
            case RunEvent.CallbackEnded(Callback.Terminate terminate, var thrown) -> {
                timers.clear();
                idle = null;
            }
            case RunEvent.CallbackEnded(var callback, var thrown) -> {
                running = false;
                idle = idle == null ? null : idle(idle.message(), idle.quiet(), idle.applied(), scene);
            }
            case RunEvent.FromOutside(var what)
            when what.equals(Run.REQUEST) -> {
                request = Since.now(scene);
                idle = idle == null
                        ? null
                        : new Idle(idle.message(), idle.quiet(), idle.applied(), idle.since(), false);
            }
            default -> {}
        }
    }

    private void told(Object message, Scene scene) {
        if (idles.contains(message)) {
            holds(idle != null && idle.message().equals(message), "%s, though something came meanwhile", message);
            Duration quiet = scene.now().minus(idle.applied());
            holds(quiet.compareTo(idle.quiet()) >= 0, "%s after %s, not %s", message, quiet, idle.quiet());
        } else if (ticks.contains(message)) {
            Map.Entry<Object, Armed> timer = timers.entrySet().stream()
                    .filter(entry -> entry.getValue().message().equals(message))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(message + " of a timer that was cancelled or replaced"));
            Armed armed = timer.getValue();
            Duration due = armed.due().at();
            holds(scene.now().compareTo(due) >= 0, "%s at %s, it is due at %s", message, scene.now(), due);
            if (armed.period() == null) {
                timers.remove(timer.getKey());
            } else {
                long missed = scene.now().minus(due).dividedBy(armed.period());
                Duration next = due.plus(armed.period().multipliedBy(missed + 1));
                timer.setValue(new Armed(message, armed.period(), Since.at(next, scene)));
            }
        }
    }

    /** Timers wait for the callback that runs. */
    @Override
    public void timePassed(Scene scene) {
        if (running || stopping.isNow()) {
            return;
        }
        for (Armed timer : timers.values()) {
            holds(
                    !timer.due().isSettled(scene),
                    "%s did not come, it was due at %s",
                    timer.message(),
                    timer.due().at());
        }
        holds(
                idle == null || !idle.sure() || !idle.since().isPast(idle.quiet(), scene),
                "%s did not come, though nothing did since %s",
                idle == null ? "" : idle.message(),
                idle == null ? "" : idle.since().at());
    }

    private void set(Operation operation, Scene scene) {
        switch (operation) {
            case Operation.SendToSelf.After(var key, var delay, var message) -> {
                ticks.add(message);
                timers.put(key, new Armed(message, null, due(delay, scene)));
            }
            case Operation.SendToSelf.Every(var key, var period, var message) -> {
                ticks.add(message);
                timers.put(key, new Armed(message, period, due(period, scene)));
            }
            case Operation.SendToSelf.WhenIdle(var quiet, var message) -> {
                idles.add(message);
                idle = idle(message, quiet, scene.now(), scene);
            }
            case Operation.CancelTimer(var key) -> timers.remove(key);
            default -> {}
        }
    }

    private Idle idle(Object message, Duration quiet, Duration applied, Scene scene) {
        return new Idle(message, quiet, applied, Since.now(scene), request == null || request.isPast(REQUEST, scene));
    }

    private static Since due(Duration delay, Scene scene) {
        return Since.at(scene.now().plus(delay), scene);
    }
}
