package dev.slipstream.simulation;

import dev.slipstream.simulation.SeededTime.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * The executor of the clients' processes in virtual time. Some tasks start late, as on real threads.
 *
 * <p>A late start also simulates a slow callback, because a task itself takes no virtual time.
 */
final class SeededExecutor implements Executor {

    private final SeededTime time;
    private final SeededRandom random;
    private final Simulation.Settings settings;
    private final List<Duration> waiting = new ArrayList<>();
    private Duration late = Duration.ZERO;
    private int running;
    private int startedLate;

    SeededExecutor(SeededTime time, SeededRandom random, Simulation.Settings settings) {
        this.time = time;
        this.random = random;
        this.settings = settings;
    }

    /** The total time that tasks have waited for their start, including tasks that still wait. */
    Duration late() {
        Duration sum = late;
        for (Duration handedIn : waiting) {
            sum = sum.plus(time.now().minus(handedIn));
        }
        return sum;
    }

    /** How many tasks started at a later instant than the instant of their submission. */
    int startedLate() {
        return startedLate;
    }

    /** How many tasks are running. While a task waits, other tasks may run, so there may be several. */
    int running() {
        return running;
    }

    @Override
    public void execute(Runnable task) {
        Duration handedIn = time.now();
        waiting.add(handedIn);
        time.after(delay(), Kind.PROCESS, () -> {
            waiting.remove(handedIn);
            startedLate += time.now().compareTo(handedIn) > 0 ? 1 : 0;
            late = late.plus(time.now().minus(handedIn));
            running++;
            try {
                task.run();
            } finally {
                running--;
            }
        });
    }

    private Duration delay() {
        if (random.below(1000) < settings.stallsPerMille()) {
            return random.between(Duration.ZERO, settings.stall());
        }
        return random.percent(settings.latePercent())
                ? random.between(Duration.ZERO, settings.latest())
                : Duration.ZERO;
    }
}
