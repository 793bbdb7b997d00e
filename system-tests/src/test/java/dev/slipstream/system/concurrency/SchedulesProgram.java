package dev.slipstream.system.concurrency;

import dev.slipstream.system.OwnJvm;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jetbrains.lincheck.LincheckAssertionError;

/**
 * Tries a scenario in so many orders: its name and the number. A program of its own: the model checker knows a class by its
 * name, and would take a broken copy for the class that it has seen before; and it looks at all that a thread holds, which
 * must not be what some other test left there.
 */
final class SchedulesProgram {

    /** It does not hold, and the steps are printed that lead there. */
    static final int BROKEN = 7;

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private SchedulesProgram() {}

    /**
     * Runs it, in a JVM of its own.
     *
     * @param broken classes of ours in place of those that there are, by their names
     */
    static OwnJvm run(Class<? extends Runnable> scenario, Map<String, byte[]> broken, int schedules)
            throws IOException, InterruptedException {
        return OwnJvm.run(
                SchedulesProgram.class,
                broken,
                List.of("-Dlincheck.logLevel=ERROR"),
                PATIENCE,
                scenario.getSimpleName(),
                Integer.toString(schedules));
    }

    public static void main(String[] arguments) {
        Runnable scenario = Scenarios.make(Scenarios.named(arguments[0]));
        try {
            Schedules.explore(scenario, Integer.parseInt(arguments[1]));
        } catch (LincheckAssertionError broken) {
            System.out.println(broken.getMessage());
            System.exit(BROKEN);
        }
        System.exit(0);
    }
}
