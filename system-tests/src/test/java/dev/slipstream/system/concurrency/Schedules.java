package dev.slipstream.system.concurrency;

import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.LincheckAssertionError;

/** Takes the steps of a scenario's threads in one order after the other, by Lincheck's model checker. */
final class Schedules {

    private static final int TRIES = 3;

    private Schedules() {}

    /**
     * Tries so many orders.
     *
     * @throws LincheckAssertionError if something does not hold in one of them, with its steps; or if threads wait for ever
     */
    static void explore(Runnable scenario, int schedules) {
        for (int tries = 1; ; tries++) {
            try {
                QuietLogging.whileRunning(() -> Lincheck.runConcurrentTest(schedules, scenario));
                return;
            } catch (LincheckAssertionError found) {
                if (tries == TRIES || !isOnlyLate(found)) {
                    throw found;
                }
            }
        }
    }

    /**
     * Whether it gave up an order after its 30 s without having found anything: on a machine that is busy elsewhere, rewriting
     * the classes takes as long at the first try. Threads that wait for ever it tells with their steps.
     */
    private static boolean isOnlyLate(LincheckAssertionError found) {
        String report = String.valueOf(found.getMessage());
        return report.contains("has hung") && !report.contains("interleaving");
    }
}
