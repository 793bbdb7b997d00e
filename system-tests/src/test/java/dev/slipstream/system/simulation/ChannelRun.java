package dev.slipstream.system.simulation;

import dev.slipstream.RunningClient;
import dev.slipstream.StartOptions;
import dev.slipstream.channels.Channel;
import dev.slipstream.channels.ChannelPresence;
import dev.slipstream.channels.ChannelSocket;
import dev.slipstream.core.ConnectionStatus;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import dev.slipstream.simulation.SeededRandom;
import dev.slipstream.simulation.Simulation;
import dev.slipstream.testkit.phoenix.Endpoint;
import dev.slipstream.testkit.phoenix.UserSocket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One run of the simulation whose client is a program with channel handles. First the program performs random actions
 * while faults occur. In some runs the client also fails, and is started again. Then a quiet time follows. Finally the
 * socket is closed, or its client stops.
 */
public final class ChannelRun implements ProgramView {

    /** The length of the quiet time: longer than any retry delay and any timeout. */
    private static final Duration QUIET = Duration.ofSeconds(70);

    /** How long presences change during the quiet time. */
    private static final Duration CHANGING = Duration.ofSeconds(45);

    private static final Duration LAST_PUSHES = Duration.ofSeconds(6);
    /**
     * A push times out after 1 s or more. So if the total delay of all threads is at most this time, each push is sent
     * before its timeout.
     */
    private static final Duration IN_TIME = Duration.ofMillis(500);

    private static final Duration AFTER_CLOSE = Duration.ofSeconds(30);

    private final ChannelRunPlan plan;
    private final SeededRandom random;
    private final RandomActions actions;
    private final Simulation simulation;
    private final ProgramMonitor monitor;
    private final RandomChannel.ChannelBehavior server;
    private final OtherUsers others;
    private @Nullable ChannelSocket socket;
    private @Nullable ChannelProgram program;

    private ChannelRun(long seed, RunVariation variation) {
        ChannelRunPlan planned = ChannelRunPlan.of(seed);
        this.plan = variation.isCalm() ? planned.with(Simulation.Settings.CALM) : planned;
        this.random = new SeededRandom(seed).of("run of a program");
        this.actions = new RandomActions(random.of("chances"), variation.excluded());
        this.server = new RandomChannel.ChannelBehavior(
                random.of("server"), actions, plan.configuration().joinTimeout(), plan.faults(), this::occurred);
        SeededRandom presences = random.of("presences");
        Endpoint endpoint = Endpoint.of(
                        UserSocket.at("/socket").channel("rooms:*", () -> new TrackingChannel(server, presences)))
                .withSeed(seed)
                .withPresenceFetch((topic, tracked) -> {
                    tracked.forEach((key, presence) -> presence.put("user", Map.of("name", key)));
                    return tracked;
                });
        this.simulation = Simulation.of(seed ^ variation.timing() << 32, plan.settings(), endpoint);
        this.monitor = new ProgramMonitor(simulation::now);
        this.others = new OtherUsers(simulation);
    }

    /**
     * The result of a run that broke no invariant.
     *
     * @param counts how often each kind of event occurred
     */
    public record Result(History history, Map<String, Integer> counts) {}

    /** Runs a seed. */
    public static Result of(long seed) {
        return of(seed, RunVariation.NOTHING);
    }

    /** Runs a seed with some changes. */
    static Result of(long seed, RunVariation variation) {
        ChannelRun run = new ChannelRun(seed, variation);
        try (CapturedLogs logs = CapturedLogs.to(run.monitor::onLog)) {
            run.play();
        } catch (AssertionError | RuntimeException e) {
            throw BrokenSeed.ofProgram(seed, run.monitor.cause(e), run.monitor.history(), run.actions.performed());
        }
        return new Result(run.monitor.history(), run.monitor.counts());
    }

    private void play() {
        simulation.network().watch((now, event) -> {
            if (OtherUsers.isOfProgram(event)) {
                monitor.onEvent(new ProgramEvent.OnWire(event));
            }
        });
        simulation.inspectEachStep(monitor::rethrow);
        RunningClient client = simulation.startBy(
                options -> {
                    socket = ChannelSocket.connect(plan.configuration(), options);
                    return socket.client();
                },
                options -> withRestarts(options.maxMessages(plan.mailboxBound()).maxBytes(1 << 20)));
        ChannelProgram running = new ChannelProgram(socket(), simulation, actions, plan.restarts(), monitor::onEvent);
        program = running;
        running.begin();
        Duration end = plan.closesEarly() ? plan.faultPhase().dividedBy(1 + random.below(4)) : plan.faultPhase();
        if (plan.faults()) {
            injectFaults(new Chaos(simulation, actions), CallbackTime.millis(100, 4000, random), end);
        }
        repeat(end, 150, running::act);
        repeat(plan.closesEarly() ? end : end.plus(CHANGING), 700, () -> others.act(ChannelProgram.TOPICS, random));
        simulation.advance(end);
        if (!plan.closesEarly()) {
            beQuiet(running);
        }
        close(running, client);
    }

    private StartOptions.Builder withRestarts(StartOptions.Builder options) {
        return plan.restarts() ? options.restart(ChannelRunPlan.RESTARTS).telemetry(this::observed) : options;
    }

    private void observed(Observation observation) {
        if (observation instanceof Observation.ClientRestarted(var run, var before, var reason)) {
            monitor.onEvent(new ProgramEvent.ClientRestarted(run));
        }
    }

    /** Repeats an action after random delays until the given time. */
    private void repeat(Duration end, int longestMillis, Runnable action) {
        simulation.after(CallbackTime.millis(1, longestMillis, random), () -> {
            if (simulation.now().compareTo(end) < 0) {
                action.run();
                repeat(end, longestMillis, action);
            }
        });
    }

    private void injectFaults(Chaos chaos, Duration pause, Duration end) {
        simulation.after(pause, () -> {
            if (simulation.now().compareTo(end) < 0) {
                injectFaults(chaos, chaos.injectFault(), end);
            }
        });
    }

    private void beQuiet(ChannelProgram running) {
        monitor.onEvent(new ProgramEvent.PhaseBegan(ProgramEvent.Phase.QUIET));
        running.calm();
        server.calm();
        simulation.network().heal();
        simulation.advance(CHANGING.dividedBy(2));
        others.pushStates(ChannelProgram.TOPICS);
        simulation.advance(CHANGING.dividedBy(2));
        others.go();
        simulation.advance(QUIET.minus(CHANGING));
        pushLast(running);
        monitor.atRest(this);
    }

    /**
     * Pushes on all wanted channels. Pushes again if threads started so late that a push may not have been sent in
     * time.
     */
    private void pushLast(ChannelProgram running) {
        Duration before;
        do {
            before = simulation.hindered();
            monitor.onEvent(new ProgramEvent.PhaseBegan(ProgramEvent.Phase.LAST_PUSHES));
            running.pushLast();
            simulation.advance(LAST_PUSHES);
        } while (simulation.hindered().minus(before).compareTo(IN_TIME) > 0);
    }

    private void close(ChannelProgram running, RunningClient client) {
        if (plan.closesInHandler()) {
            running.closeInHandler();
            others.pushStates(ChannelProgram.TOPICS);
            simulation.advance(Duration.ofSeconds(1));
        }
        running.calm();
        running.drain();
        monitor.onEvent(new ProgramEvent.PhaseBegan(ProgramEvent.Phase.CLOSING));
        if (plan.stopsNormally()) {
            client.stop(new StopReason.Normal());
        } else {
            socket().close();
        }
        simulation.advance(AFTER_CLOSE);
        Invariant.holds(client.whenStopped().toCompletableFuture().isDone(), "the client did not end");
        monitor.onEvent(new ProgramEvent.PhaseBegan(ProgramEvent.Phase.ENDED));
        simulation.advance(AFTER_CLOSE);
        monitor.atEnd();
        Invariant.holds(simulation.network().alive() == 0, "a transport is left");
        Invariant.holds(simulation.tasks() == 0, "%s tasks are left", simulation.tasks());
        monitor.rethrow();
    }

    private void occurred(AppFault fault) {
        monitor.onEvent(new ProgramEvent.Remark(fault.name()));
    }

    private ChannelSocket socket() {
        return Objects.requireNonNull(socket);
    }

    // --- for invariants ---------------------------------------------------------------------------------------------

    @Override
    public boolean isConnected() {
        return socket().state() == ConnectionStatus.CONNECTED;
    }

    @Override
    public Socket clientSocket() {
        return socket().client().socket();
    }

    @Override
    public Map<Integer, Channel> handles() {
        Map<Integer, Channel> handles = new LinkedHashMap<>();
        Objects.requireNonNull(program).handles().forEach(handle -> handles.put(handle.number(), handle.channel()));
        return handles;
    }

    @Override
    public Map<Integer, ChannelPresence> views() {
        Map<Integer, ChannelPresence> views = new LinkedHashMap<>();
        for (ProgramHandle handle : Objects.requireNonNull(program).handles()) {
            ChannelPresence view = handle.view();
            if (view != null) {
                views.put(handle.number(), view);
            }
        }
        return views;
    }

    @Override
    public boolean isInUse(int channel) {
        ChannelProgram running = Objects.requireNonNull(program);
        return running.isInUse(running.handles().get(channel - 1));
    }

    @Override
    public Payload presences(String topic) {
        return simulation.network().presences(topic);
    }
}
