// This file has more than 300 lines, because it contains all phases of a run and implements the view for invariants.
package dev.slipstream.system.simulation;

import dev.slipstream.LoggerTelemetry;
import dev.slipstream.RunningClient;
import dev.slipstream.StartOptions;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.JoinParams;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.Telemetry;
import dev.slipstream.core.machine.client.ClientInput;
import dev.slipstream.core.state.LiveSocket;
import dev.slipstream.core.state.SocketState;
import dev.slipstream.simulation.Fault;
import dev.slipstream.simulation.NetworkEvent;
import dev.slipstream.simulation.SeededRandom;
import dev.slipstream.simulation.Simulation;
import dev.slipstream.testkit.phoenix.Endpoint;
import dev.slipstream.testkit.phoenix.UserSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One run of the simulation. First a client performs random actions while faults occur. Then a time without faults
 * follows. Finally the client is stopped.
 */
public final class Run implements RunView, CallbackTime {

    /** The text of the event that is recorded when the run stops its client. */
    private static final String STOP = "the client is stopped";

    /**
     * The text of the event that is recorded when another thread makes a request. No callback of the workload gets the
     * outcome of such a request.
     */
    public static final String REQUEST = "a request from outside";

    /** The start of the text that is recorded when the client requests credentials. The attempt number follows. */
    public static final String CREDENTIALS = "credentials are requested: ";

    private static final Duration AFTER_CLOSE = Duration.ofSeconds(30);

    private final RunPlan plan;
    private final Configuration configuration;
    private final Simulation simulation;
    private final SeededRandom random;
    private final RandomActions actions;
    private final Coverage coverage;
    private final RunMonitor monitor;
    private final RandomChannel.ChannelBehavior channels;
    private final SimulatedSuppliers suppliers;
    private final Operations operations;
    private final Workload workload;
    private final Chaos chaos;
    private @Nullable RunningClient client;
    private @Nullable CompletableFuture<StopReason> stopped;
    private @Nullable ConcurrentCallers callers;
    private boolean executorRejects;

    private Run(long seed, RunVariation variation, Coverage coverage) {
        this.coverage = coverage;
        this.monitor = new RunMonitor(this, coverage::hit);
        this.plan = variation.applyTo(RunPlan.of(seed));
        this.random = new SeededRandom(seed).of("run");
        this.actions = new RandomActions(random.of("chances"), variation.excluded());
        this.channels = new RandomChannel.ChannelBehavior(
                random.of("house"), actions, plan.configuration().build().joinTimeout(), plan.faults(), this::occurred);
        this.suppliers = new SimulatedSuppliers(plan, this, actions, this::occurred, monitor::onEvent);
        Endpoint endpoint = Endpoint.of(UserSocket.at("/socket")
                        .withAuthToken()
                        .withConnect(suppliers::connect)
                        .withMaxChannels(plan.maxChannels())
                        .channel("rooms:*", () -> new RandomChannel(channels)))
                .withSeed(seed);
        this.simulation = Simulation.of(seed ^ variation.timing() << 32, plan.settings(), endpoint);
        this.configuration =
                plan.configuration().credentialsSupplier(suppliers::credentials).build();
        this.operations = new Operations(actions, configuration, this::params, plan.faults(), this::occurred);
        this.workload = new Workload(
                plan, this, actions, operations, monitor::onEvent, this::occurred, variation.isWithoutThrows());
        this.chaos = new Chaos(simulation, actions);
    }

    private CompletionStage<Map<String, Object>> params(JoinParams.Attempt attempt) {
        return suppliers.params(attempt, operations.number());
    }

    /**
     * The result of a run that broke no invariant.
     *
     * @param callbacks how many callbacks ran
     */
    public record Result(History history, int callbacks) {}

    /** Runs a seed. */
    public static Result of(long seed, Coverage coverage) {
        return of(seed, RunVariation.NOTHING, coverage);
    }

    /** Runs a seed with some changes. */
    static Result of(long seed, RunVariation variation, Coverage coverage) {
        Run run = new Run(seed, variation, coverage);
        try (CapturedLogs logs = CapturedLogs.to(run.monitor::onLog)) {
            run.play(logs);
        } catch (AssertionError | RuntimeException e) {
            throw new BrokenSeed(seed, run.monitor.cause(e), run.monitor.history(), run.actions.performed());
        }
        return new Result(run.monitor.history(), run.monitor.callbacks());
    }

    private void play(CapturedLogs logs) {
        simulation.network().watch((now, event) -> {
            monitor.onEvent(new RunEvent.OnNetwork(event));
            if (event instanceof NetworkEvent.Struck(var fault, var detail)) {
                coverage.hit(fault);
            }
        });
        simulation.inspectEachStep(monitor::rethrow);
        simulation.watchInputs(input -> {
            if (input instanceof ClientInput.StopAsked) {
                monitor.onEvent(new RunEvent.StopTaken());
            }
        });
        RunningClient running = simulation.start(workload, options -> options(options, logs));
        client = running;
        stopped = running.whenStopped().toCompletableFuture();
        ConcurrentCallers threads = new ConcurrentCallers(
                simulation, running, actions, operations, workload, plan.faults(), monitor::onEvent);
        callers = threads;
        Duration end = plan.stopsEarly() ? plan.faultPhase().dividedBy(1 + random.below(4)) : plan.faultPhase();
        if (plan.executorRejects()) {
            simulation.after(plan.faultPhase().dividedBy(1 + random.below(8)), () -> executorRejects = true);
        }
        if (plan.faults()) {
            injectFaults(CallbackTime.millis(100, 4000, random), end);
        }
        threads.callUntil(end);
        simulation.advance(end);
        if (!plan.stopsEarly() && stopped().isEmpty()) {
            runWithoutFaults();
        }
        end(threads);
        simulation.pairs().forEach(coverage::add);
        simulation.races().forEach(coverage::hit);
    }

    private StartOptions.Builder options(StartOptions.Builder options, CapturedLogs logs) {
        Telemetry recorder = this::observed;
        Telemetry logger = LoggerTelemetry.to(logs);
        StartOptions.Builder bounded = options.maxMessages(plan.mailboxBound())
                .maxBytes(1 << 20)
                .telemetry(
                        plan.checksSecrets()
                                ? observation -> {
                                    recorder.observed(observation);
                                    logger.observed(observation);
                                }
                                : recorder);
        StartOptions.Builder logged = plan.checksSecrets() ? bounded : bounded.quiet();
        return plan.executorRejects() ? logged.executor(this::execute) : logged;
    }

    private void execute(Runnable task) {
        if (executorRejects) {
            occurred(AppFault.EXECUTOR_REFUSED);
            throw new RejectedExecutionException("shut down, " + Secrets.THROWN);
        }
        simulation.executor().execute(task);
    }

    /** Injects faults until the end of the fault phase. */
    private void injectFaults(Duration pause, Duration end) {
        simulation.after(pause, () -> {
            if (now().compareTo(end) < 0) {
                injectFaults(chaos.injectFault(), end);
            }
        });
    }

    private void runWithoutFaults() {
        monitor.onEvent(new RunEvent.FromOutside("faults end"));
        workload.calm();
        channels.calm();
        suppliers.calm();
        simulation.network().heal();
        simulation.advance(plan.blocksLong() ? RunPlan.FAULT_FREE_TIME.multipliedBy(2) : RunPlan.FAULT_FREE_TIME);
        if (stopped().isEmpty()) {
            monitor.atRest();
        }
    }

    private void end(ConcurrentCallers threads) {
        if (plan.isBusyAtStop()) {
            simulation.network().inject(Fault.BURST);
            simulation.advance(Duration.ofMillis(random.below(50)));
        } else {
            workload.calm();
        }
        monitor.onEvent(new RunEvent.FromOutside(STOP));
        if (random.oneIn(3)) {
            occurred(AppFault.STOPPED_ITSELF);
            threads.call(running -> running.run(socket -> {
                Socket done = workload.run(socket);
                monitor.onEvent(new RunEvent.StopTaken());
                return done.stop(new StopReason.Normal());
            }));
        }
        threads.call(running -> running.stop(new StopReason.Shutdown()));
        simulation.after(CallbackTime.millis(0, 50, random), () -> threads.call(running -> running.send("too late")));
        simulation.after(CallbackTime.millis(0, 50, random), () -> {
            occurred(AppFault.STOPPED_TWICE);
            threads.call(running -> running.stop(new StopReason.Normal()));
        });
        simulation.advance(plan.blocksLong() ? AFTER_CLOSE.multipliedBy(20) : AFTER_CLOSE);
        Invariant.holds(stopped().isPresent(), "the client did not end");
        Invariant.holds(threads.isAnswered(), "a request from outside has no outcome");
        threads.checkSteps();
        monitor.atEnd();
        simulation.advance(AFTER_CLOSE);
        monitor.rethrow();
    }

    private void occurred(AppFault fault) {
        coverage.hit(fault);
        monitor.onEvent(new RunEvent.FromOutside(fault.name()));
        if (fault == AppFault.CALLBACK_BLOCKED_LONG) { // meanwhile the server sends many messages
            simulation.after(
                    CallbackTime.millis(0, 2000, random),
                    () -> simulation.network().inject(Fault.BURST));
        }
    }

    /** Records an observation. Spans are left out, except for the start of a connection attempt. */
    private void observed(Observation observation) {
        if (observation instanceof Observation.Span.ConnectStarted || !(observation instanceof Observation.Span)) {
            monitor.onEvent(new RunEvent.TelemetryObserved(observation));
        }
    }

    // --- for callbacks ----------------------------------------------------------------------------------------------

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

    // --- for invariants ---------------------------------------------------------------------------------------------

    @Override
    public Duration now() {
        return simulation.now();
    }

    @Override
    public Duration clientDelay() {
        return simulation.hindered().plus(workload.waited());
    }

    @Override
    public Duration connectionDelay() {
        return simulation.hindered();
    }

    @Override
    public Duration timerGranularity() {
        return plan.settings().grain();
    }

    @Override
    public Configuration configuration() {
        return configuration;
    }

    @Override
    public int mailboxBound() {
        return plan.mailboxBound();
    }

    @Override
    public SocketState state() {
        return client == null
                ? SocketState.initial()
                : LiveSocket.from(client.socket()).state();
    }

    @Override
    public int openTransports() {
        return simulation.network().alive();
    }

    @Override
    public int tasks() {
        return simulation.tasks();
    }

    @Override
    public boolean isCallInProgress() {
        return callers != null && callers.isCalling();
    }

    @Override
    public boolean continuesAfterThrow() {
        return plan.continuesAfterThrow();
    }

    @Override
    public boolean checksSecrets() {
        return plan.checksSecrets();
    }

    @Override
    public Optional<StopReason> stopped() {
        return stopped == null || !stopped.isDone() ? Optional.empty() : Optional.of(stopped.join());
    }

    @Override
    public String description() {
        return client == null ? "" : client + " " + client.socket() + " " + configuration + " " + simulation;
    }
}
