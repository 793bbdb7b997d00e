package dev.slipstream.simulation;

import dev.slipstream.RunningClient;
import dev.slipstream.Session;
import dev.slipstream.Slipstream;
import dev.slipstream.SlipstreamClient;
import dev.slipstream.StartOptions;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Signature;
import dev.slipstream.core.serializer.Serializer;
import dev.slipstream.process.ProcessRuntime;
import dev.slipstream.process.Scheduler;
import dev.slipstream.serializer.jackson.JacksonSerializer;
import dev.slipstream.simulation.SeededTime.Kind;
import dev.slipstream.simulation.SeededTime.Task;
import dev.slipstream.testkit.phoenix.Endpoint;
import dev.slipstream.testkit.phoenix.FakePhoenix;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A simulation that runs clients against a model of their server, in virtual time and on the calling thread.
 *
 * <p>The processes, state machines, serializer and sessions are real. The clock, threads, network and server are
 * simulated. Work runs only during {@link #advance} and {@link #advanceUntil}, and while a {@link Session}, a
 * {@code call} or a {@code close} waits. Simulated time costs no real time. The same seed gives the same run on every
 * machine.
 *
 * <pre>{@code
 * Endpoint endpoint = Endpoint.of(UserSocket.at("/socket").channel("rooms:*", Lobby::new));
 * Simulation simulation = Simulation.calm(1, endpoint);
 * RunningClient client = simulation.start(new Chat(Configuration.of("ws://simulated/socket/websocket")));
 * simulation.advance(Duration.ofSeconds(1));
 * simulation.network().inject(Fault.HALF_OPEN);
 * simulation.advance(Duration.ofMinutes(2));
 * assertThat(client.socket().isJoined("rooms:lobby")).isTrue();
 * simulation.close();
 * }</pre>
 *
 * <p>All clients share the calling thread, so waits are nested. While a callback of one client waits, an earlier wait
 * of another client cannot end.
 */
public final class Simulation implements AutoCloseable {

    /** The most tasks that one simulation may run. More tasks indicate an endless loop. */
    private static final long MAX_STEPS = 5_000_000;

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /**
     * The settings of a simulation.
     *
     * @param grain the unit of time: all instants are multiples of the grain
     * @param racing whether the server sometimes answers, or other tasks run, before a call of the transport returns
     * @param latePercent the percentage of tasks that start a little late
     * @param latest the longest delay of a task that starts a little late
     * @param stallsPerMille how many of 1,000 tasks start very late
     * @param stall the longest delay of a task that starts very late
     */
    public record Settings(
            Duration grain, boolean racing, int latePercent, Duration latest, int stallsPerMille, Duration stall) {

        /** A grain of 1 ms, threads that start at once, and a network that never answers during a call. */
        public static final Settings CALM =
                new Settings(Duration.ofMillis(1), false, 0, Duration.ZERO, 0, Duration.ZERO);

        /** Settings for races: many tasks at the same instant, threads that start late, answers during calls. */
        public static final Settings RACING =
                new Settings(Duration.ofMillis(10), true, 25, Duration.ofMillis(40), 5, Duration.ofSeconds(2));
    }

    private final SeededTime time;
    private final SeededExecutor executor;
    private final Network network;
    private final Serializer serializer;
    private final ProcessRuntime runtime;
    private final long seed;
    private final Map<String, Integer> pairs = new LinkedHashMap<>();
    private final List<RunningClient> clients = new ArrayList<>();
    private Runnable inspection = () -> {};
    private Consumer<Object> inputs = input -> {};

    private Simulation(long seed, Settings settings, Endpoint endpoint) {
        SeededRandom random = new SeededRandom(seed);
        this.seed = seed;
        this.time = new SeededTime(settings.grain(), random.of("time"), MAX_STEPS, this::inspect);
        this.executor = new SeededExecutor(time, random.of("executor"), settings);
        this.serializer = JacksonSerializer.standard();
        FakePhoenix phoenix = new FakePhoenix(endpoint, serializer);
        this.network = new Network(time, random.of("network"), phoenix, serializer, settings.racing());
        this.runtime = new ProcessRuntime(
                executor,
                executor,
                this::schedule,
                () -> time.now().toNanos(),
                time::waiter,
                this::taking,
                Optional.empty());
    }

    /** Returns a simulation with the settings {@link Settings#CALM}. */
    public static Simulation calm(long seed, Endpoint endpoint) {
        return new Simulation(seed, Settings.CALM, endpoint);
    }

    /** Returns a simulation with these settings. */
    public static Simulation of(long seed, Settings settings, Endpoint endpoint) {
        return new Simulation(seed, settings, endpoint);
    }

    /** Starts a client. Its {@code init} runs when the time advances. */
    public RunningClient start(SlipstreamClient client) {
        return start(client, UnaryOperator.identity());
    }

    /** Starts a client with changed options. The simulation's transport and serializer are always used. */
    public RunningClient start(SlipstreamClient client, UnaryOperator<StartOptions.Builder> changes) {
        return startBy(options -> Slipstream.start(client, options), changes);
    }

    /**
     * Starts a client behind another API, such as a {@code ChannelSocket}.
     *
     * @param start starts a client with these options and returns it
     * @param changes changes the options; the simulation's transport and serializer are always used
     */
    public RunningClient startBy(
            Function<StartOptions, RunningClient> start, UnaryOperator<StartOptions.Builder> changes) {
        StartOptions options = options(changes);
        RunningClient running = runtime.within(() -> start.apply(options));
        clients.add(running);
        return running;
    }

    /** Opens a session for a script. The time advances while the session waits. */
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

    /** The network. {@link Network#inject} injects faults. */
    public Network network() {
        return network;
    }

    /** The executor of the clients' callbacks. A test can wrap it in an executor of its own. */
    public Executor executor() {
        return executor;
    }

    /** The virtual time since the start. */
    public Duration now() {
        return time.now();
    }

    /** Advances the time by this duration, and runs the tasks that fall due. */
    public void advance(Duration span) {
        time.advance(span);
    }

    /**
     * Advances the time until a condition holds.
     *
     * @param span the longest time
     * @return whether the condition holds
     */
    public boolean advanceUntil(BooleanSupplier holds, Duration span) {
        return time.advanceUntil(holds, span);
    }

    /** Schedules an action of the test, such as a call of a client or a fault. */
    public void after(Duration delay, Runnable action) {
        time.after(delay, Kind.TEST, action);
    }

    /** Sets a check that runs after each task; an exception from it ends the run. */
    public void inspectEachStep(Runnable check) {
        inspection = check;
    }

    /** Sets a listener that receives each input before the state machine of a process takes it. */
    public void watchInputs(Consumer<Object> listener) {
        inputs = listener;
    }

    /**
     * Closes all clients, and checks that their transports, timers and tasks have ended.
     *
     * @throws AssertionError if a transport, a timer or a task has not ended
     */
    @Override
    public void close() {
        clients.forEach(RunningClient::close);
        time.advanceUntil(() -> network.alive() == 0 && tasks() == 0, PATIENCE);
        if (network.alive() > 0 || tasks() > 0) {
            throw new AssertionError(
                    network.alive() + " transports and " + tasks() + " tasks of closed clients are left");
        }
    }

    // --- what a run did ---------------------------------------------------------------------------------------------

    /** Counts the scheduled tasks and timers of clients. */
    public int tasks() {
        return time.pending(Kind.PROCESS) + time.pending(Kind.TIMER);
    }

    /**
     * The total time in which tasks of clients ran late, because the machine was frozen or threads started late. The
     * sum is an upper bound, because these times may overlap.
     */
    public Duration hindered() {
        return time.frozen().plus(executor.late());
    }

    /** How many tasks have run. */
    public long steps() {
        return time.steps();
    }

    /** Whether a callback may wait now. It must not wait during a call of the transport. */
    public boolean mayWait() {
        return !network.isRunningTasksDuringCall();
    }

    /** Whether a task of a client is running. */
    public boolean isBusy() {
        return executor.running() > 0;
    }

    /** How often each state machine received each input in each state. A key is {@code machine state input}. */
    public Map<String, Integer> pairs() {
        return pairs;
    }

    /** How often each kind of race occurred. */
    public Map<Race, Integer> races() {
        Map<Race, Integer> races = new EnumMap<>(Race.class);
        races.put(Race.INSTANTS_COLLIDED, time.collisions());
        races.put(Race.STARTED_LATE, executor.startedLate());
        races.put(Race.RAN_INSIDE_CALL, network.tasksDuringCalls());
        races.put(Race.ANSWERED_INSIDE_CALL, network.answersDuringCalls());
        return races;
    }

    private void inspect() {
        if (!network.misuses().isEmpty()) {
            throw new AssertionError("the transport was misused: " + network.misuses());
        }
        inspection.run();
    }

    private void taking(Enum<?> state, Object input) {
        String name = input instanceof Signature.OfCommand(var meant, var command)
                ? command.getClass().getSimpleName()
                : input.getClass().getSimpleName();
        String machine = state.getDeclaringClass().getEnclosingClass().getSimpleName();
        pairs.merge(machine + " " + state + " " + name, 1, Integer::sum);
        inputs.accept(input);
    }

    private Scheduler.Timer schedule(Duration instant, Runnable task) {
        Task timer = time.at(instant, Kind.TIMER, task);
        return () -> time.cancel(timer);
    }

    /** Shows the seed, the time, the open connection and the clients. */
    @Override
    public String toString() {
        @Nullable Object open = network.open() == 0 ? null : network.open();
        return "seed " + seed + " at " + time.now() + ", connection " + open + ", " + clients;
    }
}
