package dev.slipstream.system.concurrency;

import dev.slipstream.system.OwnJvm;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jetbrains.lincheck.LincheckAssertionError;

/**
 * Tries a scenario in many schedules. Arguments: the name of the scenario, the number of schedules.
 *
 * <p>The program runs in a separate JVM for two reasons. The model checker knows a class by its name, and would confuse
 * a patched class with the original. It also tracks all objects that a thread can reach, and these must not include
 * objects of other tests.
 */
final class SchedulesProgram {

    /** The exit code if a check fails. The program then prints the steps that led to the failure. */
    static final int BROKEN = 7;

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private SchedulesProgram() {}

    /**
     * Runs the program in a separate JVM.
     *
     * @param broken replacements for our classes, by name
     */
    static OwnJvm run(Class<? extends Runnable> scenario, Map<String, byte[]> broken, int schedules)
            throws IOException, InterruptedException {
        return OwnJvm.run(
                SchedulesProgram.class,
                broken,
                List.of("-Dlincheck.logLevel=ERROR", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
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
