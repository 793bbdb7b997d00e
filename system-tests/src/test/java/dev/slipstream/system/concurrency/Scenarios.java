package dev.slipstream.system.concurrency;

import dev.slipstream.process.AwaitWakes;
import dev.slipstream.process.CallersAgainstStop;
import dev.slipstream.process.DrainOutlivesExecutor;
import dev.slipstream.process.DrainWakes;
import dev.slipstream.process.FlushAgainstTimer;
import dev.slipstream.process.OpenAgainstClose;
import dev.slipstream.process.PushAgainstRoom;
import dev.slipstream.process.ReadingPauses;
import dev.slipstream.process.ScriptMailbox;
import dev.slipstream.process.TimerAgainstCancel;
import java.util.List;
import java.util.stream.Stream;

/**
 * The scenarios. Each scenario runs code that several threads share. If the tested class is not public, the scenario is
 * in the package of the tested class.
 *
 * <p>A scenario creates objects in its own code, never with a reference such as {@code Scenario::new}. The model
 * checker rewrites code, and tracks only objects that rewritten code creates.
 */
final class Scenarios {

    /** Scenarios with few steps, where a small number of schedules is enough. */
    private static final List<Class<? extends Runnable>> SMALL =
            List.of(DrainWakes.class, TimerAgainstCancel.class, ReadingPauses.class, ScriptMailbox.class);

    private static final List<Class<? extends Runnable>> LARGE = List.of(
            AwaitWakes.class,
            FlushAgainstTimer.class,
            DrainOutlivesExecutor.class,
            CallersAgainstStop.class,
            OpenAgainstClose.class,
            CloseAgainstRestart.class,
            OutboundQueue.class,
            RoomAfterDenial.class,
            PushAgainstRoom.class,
            SerialTasks.class,
            TransportWrites.class,
            ReadingStops.class,
            ResumeDuringPause.class);

    private Scenarios() {}

    static Stream<Class<? extends Runnable>> small() {
        return SMALL.stream();
    }

    static Stream<Class<? extends Runnable>> all() {
        return Stream.concat(SMALL.stream(), LARGE.stream());
    }

    /**
     * Returns the scenario with this name.
     *
     * @throws IllegalArgumentException if no scenario has this name
     */
    static Class<? extends Runnable> named(String name) {
        return all().filter(scenario -> scenario.getSimpleName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown scenario " + name));
    }

    /**
     * Creates a scenario.
     *
     * @throws IllegalStateException if its constructor fails
     */
    static Runnable make(Class<? extends Runnable> scenario) {
        try {
            return scenario.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
