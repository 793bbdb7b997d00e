package dev.slipstream.system.simulation;

import dev.slipstream.AwaitTimeoutException;
import dev.slipstream.CallRefusedException;
import dev.slipstream.RunningClient;
import dev.slipstream.core.Reply;
import dev.slipstream.simulation.SeededRandom;
import dev.slipstream.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Other threads, which call the client again and again. */
final class ConcurrentCallers {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Simulation simulation;
    private final RunningClient client;
    private final Chances chances;
    private final Operations operations;
    private final Workload workload;
    private final Consumer<RunEvent> events;
    private final List<CompletableFuture<Reply>> requests = new ArrayList<>();
    private boolean calling;
    private int numbers;

    ConcurrentCallers(
            Simulation simulation,
            RunningClient client,
            Chances chances,
            Operations operations,
            Workload workload,
            Consumer<RunEvent> events) {
        this.simulation = simulation;
        this.client = client;
        this.chances = chances;
        this.operations = operations;
        this.workload = workload;
        this.events = events;
    }

    /** Begins to call, and ends at this time. */
    void callUntil(Duration end) {
        SeededRandom random = chances.next(Chances.Kind.CALL);
        int number = ++numbers;
        boolean kept = chances.keeps(Chances.Kind.CALL);
        simulation.after(CallbackTime.millis(20, 800, random), () -> {
            if (simulation.now().compareTo(end) < 0) {
                if (kept) {
                    call(number, random);
                }
                callUntil(end);
            }
        });
    }

    /** Calls the client; a mailbox that is full is told. */
    void call(Consumer<RunningClient> call) {
        calling = true;
        try {
            call.accept(client);
        } catch (IllegalStateException full) {
            events.accept(new RunEvent.FromOutside(String.valueOf(full.getMessage())));
        } finally {
            calling = false;
        }
    }

    /** Whether a call is under way. */
    boolean isCalling() {
        return calling;
    }

    /** Whether each request that was made has its outcome. */
    boolean isAnswered() {
        return requests.stream().allMatch(CompletableFuture::isDone);
    }

    private void call(int number, SeededRandom random) {
        switch (random.below(8)) {
            case 0, 1 -> call(running -> running.send("note " + number));
            case 2 -> call(running -> running.cast("cast " + number));
            case 3, 4, 5 -> call(running -> running.run(workload::run));
            case 6 -> {
                events.accept(new RunEvent.FromOutside(Run.REQUEST));
                String topic = operations.topic(random);
                Object payload = operations.payload(operations.number(), random);
                call(running ->
                        requests.add(running.request(topic, "echo", payload).toCompletableFuture()));
            }
            default -> ask(number);
        }
    }

    /** Waits for an answer on this thread: not while a callback waits on it, for whoever calls is another one. */
    private void ask(int number) {
        if (simulation.isBusy() || !simulation.mayWait()) {
            return;
        }
        try {
            int answer = client.<Integer>call(from -> new Workload.Question(from, number), PATIENCE);
            Invariant.holds(answer == number, "call %s was answered %s", number, answer);
        } catch (CallRefusedException | AwaitTimeoutException | IllegalStateException e) {
            events.accept(new RunEvent.FromOutside("call " + number + ": " + e.getMessage()));
        }
    }
}
