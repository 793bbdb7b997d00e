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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs a client, and runs it again when it has ended if its policy says so: one process after the other, behind one handle. */
final class Supervisor {

    private static final System.Logger LOG = System.getLogger("dev.slipstream");
    private static final Map<String, Supervisor> NAMED = new ConcurrentHashMap<>();

    private final Supplier<? extends SlipstreamClient> clients;
    private final RestartPolicy policy;
    private final @Nullable String name;
    private final RunningClient handle;
    private final CompletableFuture<StopReason> ended = new CompletableFuture<>();
    private volatile ClientProcess process;
    private volatile boolean closed;

    // Owned by the process that ends.
    private ClientProcess.Settings settings;
    private int runs = 1;
    /** When it was started again lately; null before the first time. */
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

    /** The process of now; the next one may be running before what was asked of it is done. */
    ClientProcess process() {
        return process;
    }

    CompletionStage<StopReason> whenEnded() {
        return ended.minimalCompletionStage();
    }

    /** @throws IllegalStateException if another client of this name runs */
    RunningClient start() {
        if (name != null && NAMED.putIfAbsent(name, this) != null) {
            throw new IllegalStateException("a client named " + name + " runs already");
        }
        run(process);
        return handle;
    }

    /** Asks for the end; a shutdown is the end of restarts, too. */
    void stop(StopReason reason) {
        if (reason instanceof StopReason.Shutdown) {
            closed = true;
        }
        process.stop(reason);
    }

    private ClientProcess fresh() {
        SlipstreamClient client = Objects.requireNonNull(clients.get(), "the supplier of clients gave null");
        return new ClientProcess(settings, new CallbackDispatch(client, handle), this::over);
    }

    /** With a seed of its own: telemetry would call it, and its connections, as it did the run before. */
    private static ClientProcess.Settings ofNextRun(ClientProcess.Settings last) {
        return new ClientProcess.Settings(
                last.runtime(),
                last.serializer(),
                last.transports(),
                last.telemetry(),
                last.maxMessages(),
                last.maxBytes(),
                new SplittableRandom(last.seed()).nextLong(),
                last.isScript());
    }

    private void run(ClientProcess next) {
        process = next;
        next.start();
        // Behind the start: whoever closes either stops this one, or has closed before this look.
        if (closed) {
            next.stop(new StopReason.Shutdown());
        }
    }

    /** It is the last one that was begun that has ended: the next one is begun behind it. */
    private void over(StopReason reason) {
        ClientProcess ended = process;
        if (!isRestarted(reason)) {
            end(reason);
        } else if (isWithinIntensity()) {
            restart(ended, reason);
        } else {
            abandon(ended, reason);
        }
    }

    private void restart(ClientProcess ended, StopReason reason) {
        LOG.log(System.Logger.Level.INFO, "a client is started again after {0}", reason);
        try {
            settings = ofNextRun(settings);
            ClientProcess next = settings.runtime().within(this::fresh);
            runs++;
            next.observed(new Observation.ClientRestarted(runs, ended.trace(), reason.toString()));
            run(next);
        } catch (Throwable thrown) {
            abandon(ended, new StopReason.Failed(thrown));
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
        return !closed
                && switch (reason) {
                    case StopReason.Normal normal -> policy.restart() == RestartPolicy.Restart.PERMANENT;
                    case StopReason.Failed failed -> policy.restart() != RestartPolicy.Restart.TEMPORARY;
                    case StopReason.Ignored ignored -> false;
                    case StopReason.Shutdown shutdown -> false;
                };
    }

    private boolean isWithinIntensity() {
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
