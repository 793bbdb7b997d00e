// Longer than 300 lines: a run is told from its first dice to its end, and shows all that invariants may look at.
package dev.slipstream.system.simulation;

import dev.slipstream.LoggerTelemetry;
import dev.slipstream.RunningClient;
import dev.slipstream.StartOptions;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.JoinParams;
import dev.slipstream.core.Observation;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.Telemetry;
import dev.slipstream.core.state.LiveSocket;
import dev.slipstream.core.state.SocketState;
import dev.slipstream.testkit.phoenix.Endpoint;
import dev.slipstream.testkit.phoenix.UserSocket;
import dev.slipstream.simulation.Fault;
import dev.slipstream.simulation.NetworkEvent;
import dev.slipstream.simulation.SeededRandom;
import dev.slipstream.simulation.Simulation;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One run of the simulation: a client does as it pleases while things go wrong, then nothing goes wrong any more, then it
 * is closed.
 */
public final class Run implements Scene, CallbackTime {

    /** What a run says when it stops its client. */
    public static final String STOP = "the client is stopped";

    /** What a run says when it makes a request from outside: no callback of the workload tells of it. */
    public static final String REQUEST = "a request from outside";

    /** What a run says when params are asked for, before the topic. */
    public static final String PARAMS = "params are asked for ";

    /** What a run says when credentials are asked for, before the number of the attempt. */
    public static final String CREDENTIALS = "credentials are asked for ";

    private static final Duration AFTER_CLOSE = Duration.ofSeconds(30);

    private final Plan plan;
    private final Configuration configuration;
    private final Simulation simulation;
    private final SeededRandom random;
    private final Chances chances;
    private final Coverage coverage;
    private final Watch watch;
    private final Room.House house;
    private final SimulatedSuppliers supplies;
    private final Operations operations;
    private final Workload workload;
    private final Chaos chaos;
    private @Nullable RunningClient client;
    private @Nullable CompletableFuture<StopReason> stopped;
    private @Nullable ConcurrentCallers outsiders;
    private boolean refusing;

    private Run(long seed, Cut cut, Coverage coverage) {
        this.coverage = coverage;
        this.watch = new Watch(this, coverage::hit);
        this.plan = cut.of(Plan.of(seed));
        this.random = new SeededRandom(seed).of("run");
        this.chances = new Chances(random.of("chances"), cut.leftOut());
        this.house = new Room.House(
                random.of("house"), chances, plan.configuration().build().joinTimeout(), plan.faults(), this::troubled);
        this.supplies = new SimulatedSuppliers(
                plan, this, chances, this::troubled, what -> watch.saw(new RunEvent.FromOutside(what)));
        Endpoint endpoint = Endpoint.of(UserSocket.at("/socket")
                        .withAuthToken()
                        .withConnect(supplies::connect)
                        .withMaxChannels(plan.channels())
                        .channel("rooms:*", () -> new Room(house)))
                .withSeed(seed);
        this.simulation = Simulation.of(seed ^ cut.weather() << 32, plan.settings(), endpoint);
        this.configuration =
                plan.configuration().credentialsSupplier(supplies::credentials).build();
        this.operations = new Operations(chances, configuration, this::params, plan.faults(), this::troubled);
        this.workload = new Workload(plan, this, chances, operations, watch::saw, this::troubled, cut.isQuiet());
        this.chaos = new Chaos(simulation, chances);
    }

    private CompletionStage<Map<String, Object>> params(JoinParams.Attempt attempt) {
        return supplies.params(attempt, operations.number());
    }

    /**
     * What is left of a run that went well.
     *
     * @param callbacks how many callbacks were called
     */
    public record Result(History history, int callbacks) {}

    /** Runs a seed. */
    public static Result of(long seed, Coverage coverage) {
        return of(seed, Cut.NOTHING, coverage);
    }

    /** Runs a seed, of which something is left out. */
    static Result of(long seed, Cut cut, Coverage coverage) {
        Run run = new Run(seed, cut, coverage);
        try (Logs logs = Logs.to(run.watch::logged)) {
            run.play(logs);
        } catch (AssertionError | RuntimeException e) {
            throw new BrokenSeed(seed, run.watch.cause(e), run.watch.history(), run.chances.taken());
        }
        return new Result(run.watch.history(), run.watch.callbacks());
    }

    private void play(Logs logs) {
        simulation.network().watch((now, moment) -> {
            watch.saw(new RunEvent.OnNetwork(moment));
            if (moment instanceof NetworkEvent.Struck(var fault, var detail)) {
                coverage.hit(fault);
            }
        });
        simulation.inspectEachStep(watch::rethrow);
        RunningClient running = simulation.start(workload, options -> options(options, logs));
        client = running;
        stopped = running.whenStopped().toCompletableFuture();
        ConcurrentCallers others =
                new ConcurrentCallers(simulation, running, chances, operations, workload, watch::saw);
        outsiders = others;
        Duration end = plan.stopsEarly() ? plan.span().dividedBy(1 + random.below(4)) : plan.span();
        if (plan.refuses()) {
            simulation.after(plan.span().dividedBy(1 + random.below(8)), () -> refusing = true);
        }
        if (plan.faults()) {
            trouble(CallbackTime.millis(100, 4000, random), end);
        }
        others.callUntil(end);
        simulation.advance(end);
        if (!plan.stopsEarly() && stopped().isEmpty()) {
            rest();
        }
        end(others);
        simulation.pairs().forEach(coverage::add);
        simulation.races().forEach(coverage::hit);
    }

    private StartOptions.Builder options(StartOptions.Builder options, Logs logs) {
        Telemetry told = this::noted;
        Telemetry written = LoggerTelemetry.to(logs);
        StartOptions.Builder bounded = options.maxMessages(plan.mailbox())
                .maxBytes(1 << 20)
                .telemetry(
                        plan.listens()
                                ? observation -> {
                                    told.observed(observation);
                                    written.observed(observation);
                                }
                                : told);
        return plan.refuses() ? bounded.executor(this::execute) : bounded;
    }

    private void execute(Runnable task) {
        if (refusing) {
            troubled(Trouble.EXECUTOR_REFUSED);
            throw new RejectedExecutionException("shut down, " + Secrets.THROWN);
        }
        simulation.executor().execute(task);
    }

    /** Things go wrong, again and again. */
    private void trouble(Duration pause, Duration end) {
        simulation.after(pause, () -> {
            if (now().compareTo(end) < 0) {
                trouble(chaos.strike(), end);
            }
        });
    }

    private void rest() {
        watch.saw(new RunEvent.FromOutside("nothing goes wrong any more"));
        workload.calm();
        house.calm();
        supplies.calm();
        simulation.network().heal();
        simulation.advance(plan.sluggish() ? Plan.QUIET.multipliedBy(2) : Plan.QUIET);
        if (stopped().isEmpty()) {
            watch.atRest();
        }
    }

    private void end(ConcurrentCallers others) {
        if (plan.wild()) {
            simulation.network().inject(Fault.BURST);
            simulation.advance(Duration.ofMillis(random.below(50)));
        } else {
            workload.calm();
        }
        watch.saw(new RunEvent.FromOutside(STOP));
        if (random.oneIn(3)) {
            troubled(Trouble.STOPPED_ITSELF);
            others.call(running -> running.run(socket -> workload.run(socket).stop(new StopReason.Normal())));
        }
        others.call(running -> running.stop(new StopReason.Shutdown()));
        simulation.after(CallbackTime.millis(0, 50, random), () -> others.call(running -> running.send("too late")));
        simulation.after(CallbackTime.millis(0, 50, random), () -> {
            troubled(Trouble.STOPPED_TWICE);
            others.call(running -> running.stop(new StopReason.Normal()));
        });
        simulation.advance(plan.sluggish() ? AFTER_CLOSE.multipliedBy(20) : AFTER_CLOSE);
        Invariant.holds(stopped().isPresent(), "the client did not end");
        Invariant.holds(others.isAnswered(), "a request from outside has no outcome");
        watch.atEnd();
        simulation.advance(AFTER_CLOSE);
        watch.rethrow();
    }

    private void troubled(Trouble trouble) {
        coverage.hit(trouble);
        watch.saw(new RunEvent.FromOutside(trouble.name()));
        if (trouble == Trouble.CALLBACK_BLOCKED_LONG) { // the server goes on talking
            simulation.after(
                    CallbackTime.millis(0, 2000, random),
                    () -> simulation.network().inject(Fault.BURST));
        }
    }

    /** Of what takes time the history has all but attempts to connect already, from those who do it. */
    private void noted(Observation observation) {
        if (observation instanceof Observation.Span.ConnectStarted || !(observation instanceof Observation.Span)) {
            watch.saw(new RunEvent.TelemetryObserved(observation));
        }
    }

    // --- what callbacks may do --------------------------------------------------------------------------------------

    @Override
    public boolean mayWait() {
        return simulation.mayWait();
    }

    @Override
    public void block(Duration span) {
        simulation.advance(span);
    }

    @Override
    public void after(Duration delay, Runnable action) {
        simulation.after(delay, action);
    }

    // --- what invariants may look at --------------------------------------------------------------------------------

    @Override
    public Duration now() {
        return simulation.now();
    }

    @Override
    public Duration hindered() {
        return simulation.hindered().plus(workload.waited());
    }

    @Override
    public Duration late() {
        return simulation.hindered();
    }

    @Override
    public Duration grain() {
        return plan.settings().grain();
    }

    @Override
    public Configuration configuration() {
        return configuration;
    }

    @Override
    public int mailbox() {
        return plan.mailbox();
    }

    @Override
    public SocketState state() {
        return client == null
                ? SocketState.initial()
                : LiveSocket.from(client.socket()).state();
    }

    @Override
    public int transports() {
        return simulation.network().alive();
    }

    @Override
    public int tasks() {
        return simulation.tasks();
    }

    @Override
    public boolean isOutside() {
        return outsiders != null && outsiders.isCalling();
    }

    @Override
    public boolean goesOn() {
        return plan.goesOn();
    }

    @Override
    public boolean listens() {
        return plan.listens();
    }

    @Override
    public Optional<StopReason> stopped() {
        return stopped == null || !stopped.isDone() ? Optional.empty() : Optional.of(stopped.join());
    }

    @Override
    public String described() {
        return client == null ? "" : client + " " + client.socket() + " " + configuration + " " + simulation;
    }
}
