package dev.slipstream.system.concurrency;

import dev.slipstream.process.AwaitWakes;
import dev.slipstream.process.CallersAgainstTheEnd;
import dev.slipstream.process.DrainOutlivesExecutor;
import dev.slipstream.process.DrainWakes;
import dev.slipstream.process.MailOfAScript;
import dev.slipstream.process.OpenAgainstClose;
import dev.slipstream.process.ReadingPauses;
import dev.slipstream.process.TimerAgainstCancel;
import java.util.List;
import java.util.stream.Stream;

/**
 * What threads share, each tried by a few of them. Scenarios stand in the package of what they try, for it is not public.
 *
 * <p>A scenario makes what it needs in code of its own, and never by a reference such as {@code Place::new}: the model
 * checker rewrites a class where code that it has rewritten makes an object of it, and would not see that one.
 */
final class Scenarios {

    /** Of few steps: a small number of orders says something. */
    private static final List<Class<? extends Runnable>> SMALL =
            List.of(DrainWakes.class, TimerAgainstCancel.class, ReadingPauses.class, MailOfAScript.class);

    private static final List<Class<? extends Runnable>> LARGE = List.of(
            AwaitWakes.class,
            DrainOutlivesExecutor.class,
            CallersAgainstTheEnd.class,
            OpenAgainstClose.class,
            CloseAgainstRestart.class,
            OutboundQueue.class,
            TasksInTurn.class);

    private Scenarios() {}

    static Stream<Class<? extends Runnable>> small() {
        return SMALL.stream();
    }

    static Stream<Class<? extends Runnable>> all() {
        return Stream.concat(SMALL.stream(), LARGE.stream());
    }

    /**
     * The one of this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    static Class<? extends Runnable> named(String name) {
        return all().filter(scenario -> scenario.getSimpleName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no scenario is called " + name));
    }

    /**
     * Makes one.
     *
     * @throws IllegalStateException if it cannot be made
     */
    static Runnable make(Class<? extends Runnable> scenario) {
        try {
            return scenario.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
