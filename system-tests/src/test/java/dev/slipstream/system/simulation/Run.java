package dev.slipstream.system.simulation;

import dev.slipstream.AwaitTimeoutException;
import dev.slipstream.CallRefusedException;
import dev.slipstream.RunningClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Credentials;
import dev.slipstream.core.Facts;
import dev.slipstream.core.Reply;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.Telemetry;
import dev.slipstream.system.simulation.invariant.Invariants;
import dev.slipstream.testkit.phoenix.Endpoint;
import dev.slipstream.testkit.phoenix.UserSocket;
import dev.slipstream.testkit.simulation.Dice;
import dev.slipstream.testkit.simulation.Fault;
import dev.slipstream.testkit.simulation.Moment;
import dev.slipstream.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One run of the simulation: a client does as it pleases while things go wrong, then nothing goes wrong any more, then it
 * is closed.
 */
public final class Run implements Scene {

    /** What a run says when it stops its client. */
    public static final String STOP = "the client is stopped";

    /** What a run says when it makes a request from outside: no callback of the workload tells of it. */
    public static final String REQUEST = "a request from outside";

    private static final Duration AFTER_CLOSE = Duration.ofSeconds(30);

    private final long seed;
    private final Plan plan;
    private final Configuration configuration;
    private final Simulation simulation;
    private final Dice dice;
    private final Coverage coverage;
    private final History history = new History();
    private final List<Invariant> invariants = Invariants.all();
    private final Room.House house;
    private final Operations operations;
    private final Workload workload;
    private final Chaos chaos;
    private final List<CompletableFuture<Reply>> requests = new ArrayList<>();
    private @Nullable RunningClient client;
    private @Nullable AssertionError broken;
    private boolean outside;
    private boolean over;
    private boolean resting;
    private int callbacks;
    private int numbers;

    private Run(long seed, Coverage coverage) {
        this.seed = seed;
        this.coverage = coverage;
        this.plan = Plan.of(seed);
        this.dice = new Dice(seed).of("run");
        this.house = new Room.House(
                dice.of("house"), plan.configuration().build().joinTimeout(), plan.faults(), this::troubled);
        Endpoint endpoint = Endpoint.of(UserSocket.at("/socket").channel("rooms:*", () -> new Room(house)))
                .withSeed(seed);
        this.simulation = Simulation.of(seed, plan.settings(), endpoint);
        this.configuration = plan.configuration().credentials(this::credentials).build();
        this.operations = new Operations(dice.of("operations"), configuration, plan.faults());
        this.workload = new Workload(
                dice.of("workload"),
                operations,
                this::saw,
                this::troubled,
                () -> plan.waits() && simulation.mayWait(),
                simulation::now,
                simulation::advance);
        this.chaos = new Chaos(simulation, dice.of("chaos"));
    }

    /**
     * What is left of a run that went well.
     *
     * @param callbacks how many callbacks were called
     */
    public record Result(History history, int callbacks) {}

    /** Runs a seed. */
    public static Result of(long seed, Coverage coverage) {
        Run run = new Run(seed, coverage);
        try {
            run.play();
        } catch (AssertionError | RuntimeException e) {
            throw new BrokenSeed(seed, run.broken == null ? e : run.broken, run.history);
        }
        return new Result(run.history, run.callbacks);
    }

    private void play() {
        simulation.network().watch((now, moment) -> {
            saw(new Sight.Net(moment));
            switch (moment) {
                case Moment.Struck(var fault, var detail) -> coverage.hit(fault);
                case Moment.Answered(var connection, var message)
                when "error".equals(message.status())
                        && Ids.key(message.payload()).contains("unmatched") -> troubled(Trouble.TOPIC_UNMATCHED);
                default -> {}
            }
        });
        simulation.inspectEachStep(this::rethrow);
        client = simulation.start(
                workload,
                options -> options.withMailbox(plan.mailbox(), 1 << 20).withTelemetry(this::noted));
        trouble();
        act();
        if (plan.stopsEarly()) {
            simulation.advance(plan.span().dividedBy(1 + dice.below(4)));
            over = true;
        } else {
            simulation.advance(plan.span());
            over = true;
            rest();
        }
        end();
        simulation.pairs().forEach(coverage::add);
    }

    /** Things go wrong, again and again. */
    private void trouble() {
        if (plan.faults()) {
            simulation.after(chaos.pause(), () -> {
                if (!over) {
                    chaos.strike();
                    trouble();
                }
            });
        }
    }

    /** Other threads call the client, again and again. */
    private void act() {
        simulation.after(operations.millis(20, 800), () -> {
            if (!over) {
                call();
                act();
            }
        });
    }

    private void call() {
        int number = ++numbers;
        switch (dice.below(8)) {
            case 0, 1 -> fromOutside(() -> running().send("note " + number));
            case 2 -> fromOutside(() -> running().cast("cast " + number));
            case 3, 4, 5 -> fromOutside(() -> running().run(workload::run));
            case 6 -> {
                saw(new Sight.Outside(REQUEST));
                fromOutside(() -> requests.add(running()
                        .request(operations.topic(), "echo", operations.payload(operations.number()))
                        .toCompletableFuture()));
            }
            default -> ask(number);
        }
    }

    private void fromOutside(Runnable call) {
        outside = true;
        try {
            call.run();
        } catch (IllegalStateException full) {
            saw(new Sight.Outside(String.valueOf(full.getMessage())));
        } finally {
            outside = false;
        }
    }

    /** Waits for an answer on this thread: not while a callback waits on it, for whoever calls is another one. */
    private void ask(int number) {
        if (simulation.isBusy() || !simulation.mayWait()) {
            return;
        }
        try {
            int answer = running().<Integer>call(from -> new Workload.Question(from, number), Duration.ofSeconds(2));
            Invariant.holds(answer == number, "call %s was answered %s", number, answer);
        } catch (CallRefusedException | AwaitTimeoutException | IllegalStateException e) {
            saw(new Sight.Outside("call " + number + ": " + e.getMessage()));
        }
    }

    private void rest() {
        saw(new Sight.Outside("nothing goes wrong any more"));
        resting = true;
        workload.calm();
        house.calm();
        simulation.network().heal();
        simulation.advance(Plan.QUIET);
        judge(invariant -> invariant.atRest(this));
    }

    private void end() {
        CompletionStage<StopReason> stopped = running().whenStopped();
        if (plan.wild()) {
            simulation.network().inject(Fault.BURST);
            simulation.advance(Duration.ofMillis(dice.below(50)));
        } else {
            workload.calm();
        }
        saw(new Sight.Outside(STOP));
        if (dice.oneIn(3)) {
            troubled(Trouble.STOPPED_ITSELF);
            fromOutside(() -> running().run(socket -> workload.run(socket).stop(new StopReason.Normal())));
        }
        fromOutside(() -> running().stop(new StopReason.Shutdown()));
        simulation.after(
                operations.millis(0, 50), () -> fromOutside(() -> running().send("too late")));
        simulation.after(
                operations.millis(0, 50), () -> fromOutside(() -> running().stop(new StopReason.Normal())));
        simulation.advance(AFTER_CLOSE);
        Invariant.holds(stopped.toCompletableFuture().isDone(), "the client did not end");
        requests.forEach(request -> Invariant.holds(request.isDone(), "a request from outside has no outcome"));
        judge(invariant -> invariant.atEnd(this));
        simulation.advance(AFTER_CLOSE);
        rethrow();
    }

    private CompletionStage<Credentials> credentials(Credentials.Attempt attempt) {
        boolean now = plan.faults() && !resting;
        if (now && dice.oneIn(20)) {
            troubled(Trouble.CREDENTIALS_FAILED);
            return CompletableFuture.failedStage(new IllegalStateException("no credentials today"));
        }
        CompletableFuture<Credentials> answer = new CompletableFuture<>();
        Credentials credentials = Credentials.none().withParam("attempt", Integer.toString(attempt.number()));
        if (now && dice.oneIn(10)) {
            troubled(Trouble.CREDENTIALS_LATE);
            simulation.after(operations.millis(10, 800), () -> answer.complete(credentials));
        } else {
            answer.complete(credentials);
        }
        return answer;
    }

    // --- what is seen -----------------------------------------------------------------------------------------------

    private void troubled(Trouble trouble) {
        coverage.hit(trouble);
        saw(new Sight.Outside(trouble.name()));
    }

    /** Of what takes time the history has all but attempts to connect already, from those who do it. */
    private void noted(Telemetry.Observation observation) {
        if (observation instanceof Telemetry.Span.ConnectStarted || !(observation instanceof Telemetry.Span)) {
            saw(new Sight.Noted(observation));
        }
    }

    private void saw(Sight sight) {
        history.add(simulation.now(), sight);
        if (sight instanceof Sight.Began) {
            callbacks++;
        }
        if (sight instanceof Sight.Outside(var what) && what.startsWith(Workload.UNPLANNED)) {
            broken = broken == null ? new AssertionError(what) : broken;
        }
        judge(invariant -> invariant.on(sight, this));
    }

    /** Processes swallow what is thrown on their way; so the first breach is kept, and ends the run after the step. */
    private void judge(java.util.function.Consumer<Invariant> judgement) {
        if (broken != null) {
            return;
        }
        for (Invariant invariant : invariants) {
            try {
                judgement.accept(invariant);
            } catch (AssertionError | RuntimeException e) {
                broken = new AssertionError(invariant.name() + ": " + e.getMessage(), e);
                history.add(simulation.now(), new Sight.Outside("BROKEN " + broken.getMessage()));
                return;
            }
        }
    }

    private void rethrow() {
        if (broken != null) {
            throw broken;
        }
    }

    private RunningClient running() {
        if (client == null) {
            throw new IllegalStateException("seed " + seed + " was not started");
        }
        return client;
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
    public Facts facts() {
        return running().socket().facts();
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
        return outside;
    }
}
