package dev.slipstream.system.concurrency;

import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.LincheckAssertionError;

/** Runs a scenario in one thread schedule after another, with Lincheck's model checker. */
final class Schedules {

    private static final int TRIES = 3;

    private Schedules() {}

    /**
     * Tries this number of schedules.
     *
     * @throws LincheckAssertionError if a check fails or threads wait forever; the message lists the steps that led to
     *     the failure
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
     * Returns whether Lincheck gave up after 30 s and found nothing. On a busy machine, rewriting the classes for the
     * first schedule can take 30 s. If threads wait forever, Lincheck's message differs: it lists the steps that led to
     * the wait.
     */
    private static boolean isOnlyLate(LincheckAssertionError found) {
        String report = String.valueOf(found.getMessage());
        return report.contains("has hung") && !report.contains("interleaving");
    }
}
