package dev.slipstream.system.simulation;

import dev.slipstream.ClientEndedException;
import dev.slipstream.PushFailedException;
import dev.slipstream.RunningClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.JoinStatus;
import dev.slipstream.core.Reply;
import dev.slipstream.core.SlipstreamException;
import dev.slipstream.core.Socket;
import dev.slipstream.core.state.LiveSocket;
import dev.slipstream.simulation.Fault;
import dev.slipstream.simulation.SeededRandom;
import dev.slipstream.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Simulates other threads that call the client again and again. */
final class ConcurrentCallers {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Simulation simulation;
    private final RunningClient client;
    private final RandomActions actions;
    private final Operations operations;
    private final Workload workload;
    private final boolean withFaults;
    private final Consumer<RunEvent> events;
    private final List<CompletableFuture<Reply>> requests = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private boolean calling;
    private int pushing;
    private int numbers;

    /**
     * Creates the callers of a run.
     *
     * @param withFaults whether the server may stop reading while callers push
     */
    ConcurrentCallers(
            Simulation simulation,
            RunningClient client,
            RandomActions actions,
            Operations operations,
            Workload workload,
            boolean withFaults,
            Consumer<RunEvent> events) {
        this.simulation = simulation;
        this.client = client;
        this.actions = actions;
        this.operations = operations;
        this.workload = workload;
        this.withFaults = withFaults;
        this.events = events;
    }

    /** Calls the client at random times until the given time. */
    void callUntil(Duration end) {
        SeededRandom random = actions.next(RandomActions.Kind.CALL);
        int number = ++numbers;
        boolean included = actions.isIncluded(RandomActions.Kind.CALL);
        simulation.after(CallbackTime.millis(20, 800, random), () -> {
            if (simulation.now().compareTo(end) < 0) {
                if (included) {
                    call(number, random);
                }
                callUntil(end);
            }
        });
    }

    /** Calls the client. If its mailbox is full or it has ended, records the refusal. */
    void call(Consumer<RunningClient> call) {
        calling = true;
        try {
            call.accept(client);
        } catch (IllegalStateException | ClientEndedException fullOrEnded) {
            events.accept(new RunEvent.FromOutside(String.valueOf(fullOrEnded.getMessage())));
        } finally {
            calling = false;
        }
    }

    /** Returns whether a call is in progress. */
    boolean isCalling() {
        return calling;
    }

    /** Returns whether all requests have an outcome. */
    boolean isAnswered() {
        return requests.stream().allMatch(CompletableFuture::isDone);
    }

    /** Checks that the {@code CompletionStage} of each step has the outcome of the step. */
    void checkSteps() {
        steps.forEach(Step::check);
    }

    /** A step: a function passed to {@code RunningClient.run}, and the stage that the call returned. */
    private static final class Step {

        private CompletionStage<Void> stage = new CompletableFuture<>();
        private boolean hasReturned;
        private @Nullable Throwable thrown;

        Socket run(Socket socket, UnaryOperator<Socket> actions) {
            try {
                Socket returned = actions.apply(socket);
                hasReturned = true;
                return returned;
            } catch (RuntimeException | Error e) {
                thrown = e;
                throw e;
            }
        }

        void check() {
            Throwable outcome = stage.handle((nothing, failure) -> failure)
                    .toCompletableFuture()
                    .getNow(new AssertionError("no outcome"));
            boolean isKept = hasReturned
                    ? outcome == null
                    : thrown == null ? outcome instanceof ClientEndedException : outcome == thrown;
            Invariant.holds(
                    isKept,
                    "a step that %s has the outcome %s",
                    hasReturned ? "returned" : thrown == null ? "did not run" : "threw " + thrown,
                    outcome);
        }
    }

    private void run(RunningClient running) {
        Step step = new Step();
        step.stage = running.run(socket -> step.run(socket, workload::run));
        steps.add(step);
    }

    private void call(int number, SeededRandom random) {
        switch (random.below(10)) {
            case 0 -> {
                int notes = random.oneIn(12) ? random.between(100, 200) : 1; // above 64, the client flushes in between
                call(running -> {
                    for (int left = notes; left > 0; left--) {
                        running.send("note " + number);
                    }
                });
            }
            case 1 -> pushSome(random);
            case 2 -> call(running -> running.cast("cast " + number));
            case 3, 4, 5 -> call(this::run);
            case 6 -> {
                events.accept(new RunEvent.FromOutside(Run.REQUEST));
                String topic = operations.topic(random);
                request(topic, operations.number(), random);
            }
            case 7, 8 -> awaitJoin(number, random);
            default -> ask(number);
        }
    }

    private void request(String topic, int id, SeededRandom random) {
        Object payload = operations.payload(id, random);
        call(running -> {
            Duration timeout = LiveSocket.from(running.socket())
                    .state()
                    .configuration()
                    .map(Configuration::requestTimeout)
                    .orElse(Configuration.DEFAULT_REQUEST_TIMEOUT);
            CompletableFuture<Reply> made =
                    running.request(topic, "echo", payload).toCompletableFuture();
            requests.add(made);
            events.accept(new RunEvent.RequestMade(id, timeout));
            CompletionStage<Void> unused =
                    made.thenAccept(reply -> events.accept(new RunEvent.RequestEnded(id, reply)));
        });
    }

    /** Waits for a join. In a few cases the topic is mistyped. Sometimes cancels the wait. */
    private void awaitJoin(int id, SeededRandom random) {
        String topic = random.oneIn(6) ? "rooms:mistyped" : operations.topic(random);
        Duration timeout = random.oneIn(3) ? CallbackTime.millis(100, 15_000, random) : null;
        boolean isCancelled = random.oneIn(4);
        Duration patience = CallbackTime.millis(0, 5000, random);
        call(running -> {
            CompletableFuture<?> wait = (timeout == null
                            ? running.whenJoined(topic)
                            : running.whenJoined(topic, timeout))
                    .toCompletableFuture();
            events.accept(new RunEvent.JoinAwaited(id, topic, timeout));
            CompletableFuture<?> unused = wait.whenComplete(
                    (nothing, failure) -> events.accept(new RunEvent.JoinWaitEnded(id, outcome(failure))));
            if (isCancelled) {
                simulation.after(patience, () -> wait.cancel(false));
            }
        });
    }

    private static RunEvent.JoinOutcome outcome(@Nullable Throwable failure) {
        if (failure instanceof CancellationException) {
            return RunEvent.JoinOutcome.CANCELLED;
        }
        return failure == null ? RunEvent.JoinOutcome.JOINED : RunEvent.JoinOutcome.NOT_JOINED;
    }

    /**
     * Pushes some messages, each as soon as the previous one was accepted. Sometimes the server stops reading, so that
     * the pushes wait. Does nothing while a callback runs or waits, because the simulated threads share one thread,
     * which the callback occupies. While this caller waits for room in the outbound queue, other callers may push, too.
     */
    private void pushSome(SeededRandom random) {
        if (simulation.isBusy() || !simulation.mayWait()) {
            return;
        }
        String any = operations.topic(random);
        List<String> joined = LiveSocket.from(client.socket()).state().topics(JoinStatus.JOINED);
        String topic = joined.isEmpty() || random.oneIn(4) ? any : random.pick(joined);
        if (withFaults && random.oneIn(3)) {
            simulation.network().inject(Fault.WRITES_STALLED);
        }
        boolean isSent = true;
        for (int left = random.between(1, 32); left > 0 && isSent; left--) {
            isSent = push(topic, operations.number(), random);
        }
    }

    private boolean push(String topic, int id, SeededRandom random) {
        Duration timeout = CallbackTime.millis(10, 3000, random);
        events.accept(new RunEvent.PushWaits(id, true, timeout));
        RunEvent.PushOutcome outcome = RunEvent.PushOutcome.NOT_SENT;
        pushing++;
        try {
            client.push(topic, operations.event(random), operations.payload(id, random), timeout);
            outcome = RunEvent.PushOutcome.SENT;
        } catch (PushFailedException e) {
            outcome = RunEvent.PushOutcome.of(e);
        } catch (IllegalStateException full) {
            events.accept(new RunEvent.FromOutside("push " + id + ": " + full.getMessage()));
        } finally {
            pushing--;
            events.accept(new RunEvent.PushEnded(id, outcome));
        }
        return outcome == RunEvent.PushOutcome.SENT;
    }

    /**
     * Calls the client and waits for the answer. Skips the call while a callback or a push waits, because the simulated
     * threads share one thread, which the wait occupies.
     */
    private void ask(int number) {
        if (simulation.isBusy() || pushing > 0 || !simulation.mayWait()) {
            return;
        }
        try {
            int answer = client.<Integer>call(from -> new Workload.CallRequest(from, number), PATIENCE);
            Invariant.holds(answer == number, "call %s was answered %s", number, answer);
        } catch (SlipstreamException | IllegalStateException e) {
            events.accept(new RunEvent.FromOutside("call " + number + ": " + e.getMessage()));
        }
    }
}
