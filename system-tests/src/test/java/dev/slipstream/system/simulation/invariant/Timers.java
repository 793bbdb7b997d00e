package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.Letter;
import dev.slipstream.core.machine.Delivery;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.Scene;
import dev.slipstream.system.simulation.Sight;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** A timer never fires before it is due, nor after it was cancelled or replaced; a single one fires once. */
public final class Timers implements Invariant {

    private record Armed(Object message, Duration due, boolean periodic) {}

    private final Map<Object, Armed> timers = new LinkedHashMap<>();
    private final Set<Object> ticks = new LinkedHashSet<>();

    @Override
    public String name() {
        return "Timers";
    }

    @Override
    public void on(Sight sight, Scene scene) {
        switch (sight) {
            case Sight.Posted(var letters) -> letters.forEach(letter -> set(letter, scene.now()));
            case Sight.Began(Delivery.Info(var message), var facts)
            when ticks.contains(message) -> {
                Armed armed = timers.values().stream()
                        .filter(timer -> timer.message().equals(message))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(message + " of a timer that was cancelled or replaced"));
                holds(
                        scene.now().compareTo(armed.due()) >= 0,
                        "%s at %s, it is due at %s",
                        message,
                        scene.now(),
                        armed.due());
                if (!armed.periodic()) {
                    timers.values().remove(armed);
                }
            }
            default -> {}
        }
    }

    private void set(Letter letter, Duration now) {
        switch (letter) {
            case Letter.ToSelf.After(var key, var delay, var message) -> {
                ticks.add(message);
                timers.put(key, new Armed(message, now.plus(delay), false));
            }
            case Letter.ToSelf.Every(var key, var period, var message) -> {
                ticks.add(message);
                timers.put(key, new Armed(message, now.plus(period), true));
            }
            case Letter.Cancel(var key) -> timers.remove(key);
            default -> {}
        }
    }

    @Override
    public void atRest(Scene scene) {
        timers.values()
                .forEach(timer -> holds(
                        timer.periodic() || timer.due().plus(scene.grain()).compareTo(scene.now()) > 0,
                        "%s did not come, it was due at %s",
                        timer.message(),
                        timer.due()));
    }
}
