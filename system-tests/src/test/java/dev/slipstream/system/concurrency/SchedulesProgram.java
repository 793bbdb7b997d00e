package dev.slipstream.system.concurrency;

import org.jetbrains.lincheck.LincheckAssertionError;

/**
 * Tries a scenario in so many orders: its name and the number. A program of its own, for the model checker knows a class by
 * its name, and would take a broken copy for the class that it has seen before.
 */
final class SchedulesProgram {

    /** It does not hold, and the steps are printed that lead there. */
    static final int BROKEN = 7;

    private SchedulesProgram() {}

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
