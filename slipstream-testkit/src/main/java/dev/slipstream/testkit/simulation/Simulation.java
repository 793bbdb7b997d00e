package dev.slipstream.testkit.simulation;

import dev.slipstream.RunningClient;
import dev.slipstream.Session;
import dev.slipstream.Slipstream;
import dev.slipstream.SlipstreamClient;
import dev.slipstream.StartOptions;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.machine.Input;
import dev.slipstream.core.serializer.Serializer;
import dev.slipstream.process.ProcessRuntime;
import dev.slipstream.process.Scheduler;
import dev.slipstream.process.Waiters;
import dev.slipstream.serializer.jackson.JacksonSerializer;
import dev.slipstream.testkit.phoenix.Endpoint;
import dev.slipstream.testkit.phoenix.FakePhoenix;
import dev.slipstream.testkit.simulation.VirtualTime.Kind;
import dev.slipstream.testkit.simulation.VirtualTime.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Runs clients against a model of their server, in virtual time and on the calling thread alone.
 *
 * <p>What runs is what is shipped: both processes with their machines, the serializer, sessions and their waits. Made up
 * are the clock, the threads, the network and the server. Nothing happens but in {@link #advance}, {@link #advanceUntil},
 * and while the test waits in a {@link Session}, a {@code call} or a {@code close}; an hour takes a moment. The same seed
 * gives the same run, on any machine.
 *
 * <pre>{@code
 * Simulation simulation = Simulation.calm(1, Endpoint.of(UserSocket.at("/socket").channel("rooms:*", Lobby::new)));
 * RunningClient client = simulation.start(new Chat(Configuration.of("ws://simulated/socket/websocket")));
 * simulation.advance(Duration.ofSeconds(1));
 * simulation.network().inject(Fault.HALF_OPEN);
 * simulation.advance(Duration.ofMinutes(2));
 * assertThat(client.socket().isJoined("rooms:lobby")).isTrue();
 * simulation.close();
 * }</pre>
 *
 * <p>A wait holds up whoever waits on the same thread further out: with one client that is nobody, with several that wait
 * inside their callbacks they wait for each other in turn.
 */
public final class Simulation implements AutoCloseable {

    /** More steps than any sensible test takes; then something goes round in circles. */
    private static final long MAX_STEPS = 5_000_000;

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /**
     * How a simulation runs.
     *
     * @param grain instants lie on multiples of it
     * @param racing whether the network answers inside calls now and then, and lets others run inside them
     * @param latePercent how many of a hundred tasks start late
     * @param latest how late they start at most
     * @param stallsPerMille how many of a thousand tasks are later than that
     * @param stall how late those start at most
     */
    public record Settings(
            Duration grain, boolean racing, int latePercent, Duration latest, int stallsPerMille, Duration stall) {

        /** Instants of a millisecond, threads that start at once, a network that answers later. */
        public static final Settings CALM =
                new Settings(Duration.ofMillis(1), false, 0, Duration.ZERO, 0, Duration.ZERO);

        /** What provokes races: instants that collide, threads that start late, answers inside calls. */
        public static final Settings RACING =
                new Settings(Duration.ofMillis(10), true, 25, Duration.ofMillis(40), 5, Duration.ofSeconds(2));
    }

    private final VirtualTime time;
    private final SeededExecutor executor;
    private final Network network;
    private final Serializer serializer;
    private final ProcessRuntime runtime;
    private final long seed;
    private final Map<String, Integer> pairs = new LinkedHashMap<>();
    private final List<RunningClient> clients = new ArrayList<>();
    private Runnable inspection = () -> {};

    private Simulation(long seed, Settings settings, Endpoint endpoint) {
        SeededRandom random = new SeededRandom(seed);
        this.seed = seed;
        this.time = new VirtualTime(settings.grain(), random.of("time"), MAX_STEPS, this::inspect);
        this.executor = new SeededExecutor(time, random.of("executor"), settings);
        this.serializer = JacksonSerializer.standard();
        FakePhoenix phoenix = new FakePhoenix(endpoint, serializer);
        this.network = new Network(time, random.of("network"), phoenix, serializer, settings.racing());
        this.runtime = new ProcessRuntime(
                executor, executor, this::schedule, time::now, this::place, this::taking, Optional.empty());
    }

    /** Returns a simulation in which nothing goes wrong of itself. */
    public static Simulation calm(long seed, Endpoint endpoint) {
        return new Simulation(seed, Settings.CALM, endpoint);
    }

    /** Returns a simulation with these settings. */
    public static Simulation of(long seed, Settings settings, Endpoint endpoint) {
        return new Simulation(seed, settings, endpoint);
    }

    /** Starts a client; its {@code init} runs when time goes on. */
    public RunningClient start(SlipstreamClient client) {
        return start(client, UnaryOperator.identity());
    }

    /** Starts a client with changed options; transport and serializer are the simulation's, whatever they say. */
    public RunningClient start(SlipstreamClient client, UnaryOperator<StartOptions.Builder> changes) {
        StartOptions options = options(changes);
        RunningClient running = runtime.within(() -> Slipstream.start(client, options));
        clients.add(running);
        return running;
    }

    /** Opens a session for a script; time goes on while it waits. */
    public Session open(Configuration configuration) {
        StartOptions options = options(UnaryOperator.identity());
        return runtime.within(() -> Slipstream.open(configuration, options));
    }

    private StartOptions options(UnaryOperator<StartOptions.Builder> changes) {
        return changes.apply(StartOptions.builder().seed(seed))
                .transport(network)
                .serializer(serializer)
                .build();
    }

    /** The network, on which faults are injected. */
    public Network network() {
        return network;
    }

    /** What runs the callbacks of clients here, for options that name an executor of their own around it. */
    public Executor executor() {
        return executor;
    }

    /** The time since the beginning. */
    public Duration now() {
        return time.now();
    }

    /** Lets this much time go by, and all happen that is due in it. */
    public void advance(Duration span) {
        time.advance(span);
    }

    /**
     * Lets time go by until something holds.
     *
     * @param span how long at most
     * @return whether it holds
     */
    public boolean advanceUntil(BooleanSupplier holds, Duration span) {
        return time.advanceUntil(holds, span);
    }

    /** Has the test do something after a while, such as a call from outside or a fault, whatever happens meanwhile. */
    public void after(Duration delay, Runnable action) {
        time.after(delay, Kind.TEST, action);
    }

    /** Looks at the whole after every step; what it throws ends the run. */
    public void inspectEachStep(Runnable look) {
        inspection = look;
    }

    /**
     * Ends all clients, and sees to it that nothing is left of them.
     *
     * @throws AssertionError if a transport, a timer or a task is
     */
    @Override
    public void close() {
        clients.forEach(RunningClient::close);
        time.advanceUntil(() -> network.alive() == 0 && tasks() == 0, PATIENCE);
        if (network.alive() > 0 || tasks() > 0) {
            throw new AssertionError(
                    network.alive() + " transports and " + tasks() + " tasks are left of clients that were closed");
        }
    }

    // --- for those who judge runs -----------------------------------------------------------------------------------

    /** How many tasks and timers of clients lie ahead. */
    public int tasks() {
        return time.pending(Kind.PROCESS) + time.pending(Kind.TIMER);
    }

    /**
     * The time so far in which clients could not do what was due: the process slept, or their threads started late. An
     * upper bound, for such times may overlap.
     */
    public Duration hindered() {
        return time.frozen().plus(executor.late());
    }

    /** How many tasks ran. */
    public long steps() {
        return time.steps();
    }

    /** Whether a callback may wait here without holding up what no callback holds up on real threads. */
    public boolean mayWait() {
        return !network.isAside();
    }

    /** Whether a callback, or anything else of a client, is in the middle of its run. */
    public boolean isBusy() {
        return executor.running() > 0;
    }

    /** How often each machine was told each input in each state, as {@code machine state input}. */
    public Map<String, Integer> pairs() {
        return pairs;
    }

    /** How often things met that would hardly ever do so on real threads. */
    public Map<Race, Integer> races() {
        Map<Race, Integer> races = new EnumMap<>(Race.class);
        races.put(Race.INSTANTS_COLLIDED, time.collisions());
        races.put(Race.STARTED_LATE, executor.startedLate());
        races.put(Race.RAN_INSIDE_CALL, network.asides());
        races.put(Race.ANSWERED_INSIDE_CALL, network.insides());
        return races;
    }

    private void inspect() {
        if (!network.misuses().isEmpty()) {
            throw new AssertionError("the transport was misused: " + network.misuses());
        }
        inspection.run();
    }

    private void taking(Enum<?> state, Input input) {
        String name = input instanceof Input.CommandReceived(var command)
                ? command.getClass().getSimpleName()
                : input.getClass().getSimpleName();
        String machine = state.getDeclaringClass().getEnclosingClass().getSimpleName();
        pairs.merge(machine + " " + state + " " + name, 1, Integer::sum);
    }

    private Scheduler.Timer schedule(Duration instant, Runnable task) {
        Task timer = time.at(instant, Kind.TIMER, task);
        return () -> time.cancel(timer);
    }

    private Waiters.Waiter place() {
        return new Nest();
    }

    /** A wait: the loop of the simulation, once more, inside of the one that runs. */
    private final class Nest implements Waiters.Waiter {

        private boolean permit;

        @Override
        public boolean parkUntil(Duration instant) {
            time.advanceUntil(() -> permit || Thread.currentThread().isInterrupted(), instant.minus(time.now()));
            permit = false;
            return !Thread.currentThread().isInterrupted();
        }

        @Override
        public void unpark() {
            permit = true;
        }
    }

    /** Where the run stands. */
    @Override
    public String toString() {
        @Nullable Object open = network.open() == 0 ? null : network.open();
        return "seed " + seed + " at " + time.now() + ", connection " + open + ", " + clients;
    }
}
