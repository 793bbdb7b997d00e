package dev.slipstream;

import dev.slipstream.core.Observation;
import dev.slipstream.core.StopReason;
import dev.slipstream.process.ClientProcess;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a client, and restarts it after its end if the {@link RestartPolicy} says so. Each run has its own process; all
 * runs share one handle.
 */
final class Supervisor {

    private static final System.Logger LOG = System.getLogger("dev.slipstream");
    private static final String OR_RESTART = ", or restart it with StartOptions.Builder.restart";
    private static final Map<String, Supervisor> NAMED = new ConcurrentHashMap<>();

    private static final AtomicReferenceFieldUpdater<Supervisor, Phase> PHASE =
            AtomicReferenceFieldUpdater.newUpdater(Supervisor.class, Phase.class, "phase");

    private enum Phase {
        PREPARED,
        STARTING,
        STARTED
    }

    private final Supplier<? extends SlipstreamClient> clients;
    private final RestartPolicy policy;
    private final @Nullable String name;
    private final RunningClient handle;
    private final CompletableFuture<StopReason> ended = new ClientStage<>(this);
    private volatile ClientProcess process;
    /** The reason with which a caller asked the client to end for good; null if no caller did. */
    private volatile @Nullable StopReason asked;

    private volatile Phase phase = Phase.PREPARED;

    // Used only by the thread on which the current process ends.
    private ClientProcess.Settings settings;
    private int runs = 1;
    /** The times of recent restarts; null before the first one. */
    private @Nullable Deque<Duration> restarts;

    Supervisor(Supplier<? extends SlipstreamClient> clients, ClientProcess.Settings settings, StartOptions options) {
        this.clients = clients;
        this.settings = settings;
        this.policy = options.restart();
        this.name = options.name().orElse(null);
        this.handle = new RunningClient(this);
        this.process = fresh();
    }

    static Optional<RunningClient> named(String name) {
        return Optional.ofNullable(NAMED.get(name)).map(Supervisor::handle);
    }

    RunningClient handle() {
        return handle;
    }

    /** The process of the current run. The next run may start while a caller still uses this process. */
    ClientProcess process() {
        return process;
    }

    CompletionStage<StopReason> whenEnded() {
        return ended.copy(); // if the user completes or cancels the copy, the original does not change
    }

    /**
     * Starts the first run.
     *
     * @throws IllegalStateException if the client was started or closed before, or another client with this name is
     *     running
     */
    RunningClient start() {
        if (asked != null || process.ended().isPresent()) {
            throw new IllegalStateException(
                    "cannot start " + process.described() + ": it was closed; prepare a new client");
        }
        if (!PHASE.compareAndSet(this, Phase.PREPARED, Phase.STARTING)) {
            throw new IllegalStateException(
                    "cannot start " + process.described() + " twice; prepare another client for a second one");
        }
        if (name != null && NAMED.putIfAbsent(name, this) != null) {
            phase = Phase.PREPARED;
            throw new IllegalStateException(
                    "cannot start a client named " + name + ": another one is running; choose another name");
        }
        run(process);
        phase = Phase.STARTED;
        return handle;
    }

    /** Whether the client was prepared, and neither started nor closed since. */
    boolean isOnlyPrepared() {
        return phase == Phase.PREPARED && process.ended().isEmpty();
    }

    /**
     * Asks the client to end. If the policy does not restart a client after the given reason, this client is not
     * restarted, even if its current run ends for another reason before it handles this call.
     */
    void stop(StopReason reason) {
        if (!isRestartedAfter(reason)) {
            asked = reason;
        }
        process.stop(reason);
    }

    private ClientProcess fresh() {
        SlipstreamClient client = Objects.requireNonNull(clients.get(), "the supplier of clients returned null");
        return new ClientProcess(settings, new CallbackDispatch(client, handle), this::over);
    }

    /** Returns the settings of the next run. The new seed gives that run and its connections new IDs in telemetry. */
    private static ClientProcess.Settings ofNextRun(ClientProcess.Settings last) {
        return new ClientProcess.Settings(
                last.runtime(),
                last.serializer(),
                last.transports(),
                last.telemetry(),
                last.maxMessages(),
                last.maxBytes(),
                new SplittableRandom(last.seed()).nextLong(),
                last.isScript(),
                last.name(),
                last.isQuiet());
    }

    private void run(ClientProcess next) {
        process = next;
        next.start();
        // A concurrent call of stop sets the reason and then stops the current process. This thread sets the new
        // process and then reads the reason. So either that call finds the new process, or this thread finds the
        // reason.
        StopReason stop = asked;
        if (stop != null) {
            next.stop(stop);
        }
    }

    /** Called when the current process has ended. The next process must not start before this call. */
    private void over(StopReason reason) {
        ClientProcess ended = process;
        if (phase == Phase.PREPARED || !isRestarted(reason)) {
            end(reason);
        } else if (isWithinRestartLimit()) {
            restart(ended, reason);
        } else {
            abandon(ended, reason);
        }
    }

    private void restart(ClientProcess ended, StopReason reason) {
        LOG.log(System.Logger.Level.INFO, ended.described() + " is restarted, because it ended: " + reason);
        try {
            settings = ofNextRun(settings);
            ClientProcess next = next(ended);
            runs++;
            next.observed(new Observation.ClientRestarted(runs, ended.trace(), reason.toString()));
            run(next);
        } catch (Throwable thrown) {
            abandon(ended, new StopReason.Failed(thrown));
        }
    }

    /** Makes the process of the next run. If the supplier of clients throws, logs the exception whole. */
    private ClientProcess next(ClientProcess ended) {
        try {
            return settings.runtime().within(this::fresh);
        } catch (Throwable thrown) {
            ended.logOfUser("the supplier of clients", "the supplier of clients threw, and the client ends", thrown);
            throw thrown;
        }
    }

    private void abandon(ClientProcess ended, StopReason reason) {
        ended.observed(new Observation.RestartAbandoned(runs, reason.toString()));
        end(reason);
    }

    private void end(StopReason reason) {
        if (name != null) {
            NAMED.remove(name, this);
        }
        ended.complete(reason);
    }

    private boolean isRestarted(StopReason reason) {
        return asked == null && isRestartedAfter(reason);
    }

    private boolean isRestartedAfter(StopReason reason) {
        return switch (reason) {
            case StopReason.Normal normal -> policy.restart() == RestartPolicy.Restart.PERMANENT;
            case StopReason.Failed failed -> policy.restart() != RestartPolicy.Restart.TEMPORARY;
            case StopReason.Ignored ignored -> false;
            case StopReason.Shutdown shutdown -> false;
        };
    }

    /** Says what a caller can do after a process has ended for this reason. */
    String remedy(StopReason reason) {
        if (isRestarted(reason) && !ended.isDone()) {
            return "the client restarts, so try again; if it restarted too often, start a new client";
        }
        String remedy = "start a new client";
        return switch (reason) {
            case StopReason.Normal normal -> remedy + OR_RESTART;
            case StopReason.Failed failed -> asked == null ? remedy + OR_RESTART : remedy;
            case StopReason.Ignored ignored -> remedy; // no policy restarts an ignored client
            case StopReason.Shutdown shutdown -> remedy;
        };
    }

    /** The exception for a caller whose call was refused because the process ended. */
    ClientEndedException refused(ClientProcess ended, String why) {
        return new ClientEndedException("cannot use " + ended.described(), why, remedy(ended));
    }

    /** Says what a caller can do after its call was refused because this process has ended or is ending. */
    String remedy(ClientProcess ended) {
        return ended.ended()
                .map(this::remedy)
                // the process still runs its last callbacks
                .orElse("try again if this client restarts, or start a new client");
    }

    private boolean isWithinRestartLimit() {
        Duration now = settings.runtime().clock().now();
        Deque<Duration> lately = restarts == null ? new ArrayDeque<>() : restarts;
        restarts = lately;
        while (!lately.isEmpty() && lately.element().plus(policy.period()).compareTo(now) <= 0) {
            lately.remove();
        }
        if (lately.size() >= policy.maxRestarts()) {
            return false;
        }
        lately.add(now);
        return true;
    }
}
