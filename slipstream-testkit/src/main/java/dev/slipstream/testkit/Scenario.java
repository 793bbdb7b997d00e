// Longer than 300 lines: a test waits for the server, for clients and for time in one way, and that has one place.
package dev.slipstream.testkit;

import dev.slipstream.RunningClient;
import dev.slipstream.StartOptions;
import dev.slipstream.core.Observation;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.Telemetry;
import dev.slipstream.core.machine.Input;
import dev.slipstream.core.state.LiveSocket;
import dev.slipstream.process.InputProbe;
import dev.slipstream.process.ProcessRuntime;
import dev.slipstream.serializer.jackson.JacksonSerializer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a {@link SocketTest} works on: a world, the server in it, and the client that is tested against it. */
final class Scenario {

    /** The jitter of a test is always the same. */
    private static final long SEED = 1;

    private static final Duration CLOSING = Duration.ofMinutes(2);

    private final VirtualRuntime time;
    private final TestServer server;
    private final ProcessRuntime runtime;
    private final Debts suppliers = new Debts();
    private final List<Scenario> benches;
    private final List<String> lost = new ArrayList<>();
    private final List<CompletableFuture<?>> runs = new ArrayList<>();
    private @Nullable RunningClient client;
    private CompletableFuture<StopReason> stopped = new CompletableFuture<>();
    private boolean stopAsserted;
    private boolean hasRun;
    private long unfinished;
    private boolean closed;

    private Scenario(VirtualRuntime time, List<Scenario> benches) {
        this.time = time;
        this.server = new TestServer(time, JacksonSerializer.standard());
        this.runtime = time.of(server, suppliers);
        this.benches = benches;
        time.waitFor(suppliers);
        benches.add(this);
    }

    static Scenario inNewRuntime() {
        return new Scenario(new VirtualRuntime(), new ArrayList<>());
    }

    /** Another one in the same world. */
    Scenario beside() {
        return new Scenario(time, benches);
    }

    TestServer server() {
        return server;
    }

    VirtualRuntime time() {
        return time;
    }

    // --- the client -------------------------------------------------------------------------------------------------

    StartOptions options() {
        return StartOptions.builder()
                .transport(server)
                .serializer(server.serializer())
                .telemetry(this::observed)
                .seed(SEED)
                .build();
    }

    /** What the user made of the options, with what must be the test's. */
    StartOptions options(UnaryOperator<StartOptions.Builder> changes) {
        StartOptions changed = changes.apply(options().toBuilder()).build();
        changed.serializer().ifPresent(server::speak);
        Telemetry users = changed.telemetry();
        Telemetry both = observation -> {
            observed(observation);
            users.observed(observation);
        };
        return changed.toBuilder()
                .transport(server)
                .telemetry(both)
                .executor(runtime.callbacks())
                .build();
    }

    RunningClient start(Function<StartOptions, RunningClient> start, StartOptions options) {
        return act(() -> {
            if (client != null && !stopped.isDone()) {
                throw new IllegalStateException(
                        "a client runs in this test already: start the other one in beside(), or end this one first");
            }
            RunningClient started = runtime.within(() -> start.apply(options));
            client = started;
            stopped = started.whenStopped().toCompletableFuture();
            stopAsserted = false;
            return started;
        });
    }

    /**
     * The client.
     *
     * @throws IllegalStateException if there is none
     */
    RunningClient client(String doing) {
        if (client == null) {
            throw new IllegalStateException("cannot " + doing + ": no client was started");
        }
        return client;
    }

    /**
     * The client, if it lives.
     *
     * @throws IllegalStateException if there is none, or it has ended
     */
    RunningClient livingClient(String doing) {
        RunningClient here = client(doing);
        if (stopped.isDone()) {
            throw new IllegalStateException("cannot " + doing + ": the client has ended, " + stopped.join());
        }
        return here;
    }

    private void observed(Observation observation) {
        if (observation instanceof Observation.OperationsLost(var callback, var operations, var assigns)) {
            lost.add(callback + " returned a socket that lacks " + operations + " letter(s) and " + assigns
                    + " assign(s) which it wrote: each operation returns the socket to go on with");
        }
    }

    // --- what a test does -------------------------------------------------------------------------------------------

    /** Does something, and all that comes of it at this instant. */
    <T> T act(Supplier<T> work) {
        begin();
        T done = work.get();
        time.settle();
        check();
        return done;
    }

    void act(Runnable work) {
        act(() -> {
            work.run();
            return this;
        });
    }

    <S extends ClientAction> S take(Expectation<S> wanted, Duration patience) {
        begin();
        begun("assert a " + wanted.words());
        time.advanceUntil(() -> server.log().find(wanted) != null || stopped.isDone(), patience);
        time.settle();
        check();
        S found = server.log().take(wanted);
        if (found == null) {
            throw failed("expected a " + wanted.words() + " within " + patience, wanted);
        }
        return found;
    }

    void refute(Expectation<?> unwanted, Duration watch) {
        begin();
        begun("refute a " + unwanted.words());
        time.advanceUntil(() -> server.log().find(unwanted) != null, watch);
        time.settle();
        check();
        if (server.log().find(unwanted) != null) {
            throw failed("expected no " + unwanted.words(), unwanted);
        }
    }

    StopReason awaitStop(Duration patience) {
        begin();
        client("assert a stop");
        boolean hasStopped = time.advanceUntil(stopped::isDone, patience);
        check();
        if (!hasStopped) {
            throw failed("expected the client to have ended within " + patience, Expectation.NOTHING);
        }
        stopAsserted = true;
        return stopped.join();
    }

    void refuteStop(Duration watch) {
        begin();
        client("refute a stop");
        if (time.advanceUntil(stopped::isDone, watch)) {
            throw failed("expected the client to live", Expectation.NOTHING);
        }
        check();
    }

    <T> CompletableFuture<T> run(Callable<T> work) {
        return act(() -> {
            CompletableFuture<T> result = new CompletableFuture<>();
            runs.add(result);
            hasRun = true;
            time.execute(runtime, () -> {
                try {
                    result.complete(work.call());
                } catch (Throwable thrown) {
                    result.completeExceptionally(thrown);
                }
            });
            return result;
        });
    }

    @SuppressWarnings("ReferenceEquality") // a run is the one that it is
    <T> T await(CompletionStage<T> stage, Duration patience) {
        begin();
        CompletableFuture<T> future = stage.toCompletableFuture();
        boolean isDone = time.advanceUntil(future::isDone, patience);
        time.settle();
        check();
        if (!isDone) {
            throw failed("expected an answer within " + patience, Expectation.NOTHING);
        }
        runs.removeIf(run -> run == future);
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            if (e.getCause() instanceof Error thrown) {
                throw thrown;
            }
            throw e;
        }
    }

    private void begin() {
        if (closed) {
            throw new IllegalStateException("this test is closed");
        }
        time.driveHere();
    }

    private void begun(String doing) {
        if (!hasRun) {
            client(doing);
        }
    }

    private void check() {
        if (!lost.isEmpty()) {
            AssertionError failure = new AssertionError(String.join("\n", lost));
            lost.clear();
            throw failure;
        }
    }

    private AssertionError failed(String what, Expectation<?> wanted) {
        StringBuilder text =
                new StringBuilder(what).append(", but ").append(server.log().toldBeside(wanted));
        text.append("\nIt is ").append(time.now()).append(" now");
        if (client != null) {
            text.append(", and the client ");
            text.append(
                    stopped.isDone()
                            ? "has ended: " + stopped.join()
                            : "is " + LiveSocket.from(client.socket()).state());
        }
        Throwable cause = stopped.isDone() && stopped.join() instanceof StopReason.Failed(var thrown) ? thrown : null;
        stopAsserted = true; // that it failed is told here
        return new AssertionError(text.toString(), cause);
    }

    // --- the end ----------------------------------------------------------------------------------------------------

    void close() {
        if (closed) {
            return;
        }
        benches.forEach(scenario -> scenario.closed = true);
        if (time.isBroken()) {
            return; // and the test was told why
        }
        time.driveHere();
        benches.forEach(Scenario::end);
        benches.forEach(Scenario::noteUnfinished);
        time.interruptThreads();
        time.advanceUntil(() -> benches.stream().allMatch(scenario -> scenario.server.alive() == 0), CLOSING);
        benches.forEach(Scenario::checkEnd);
    }

    private void end() {
        if (client != null && !stopped.isDone()) {
            client.close();
        }
    }

    private void noteUnfinished() {
        time.settle();
        unfinished = runs.stream().filter(run -> !run.isDone()).count();
    }

    private void checkEnd() {
        check();
        if (unfinished > 0) {
            throw new AssertionError(unfinished + " thread(s) of run() still waited at the end of the test");
        }
        for (CompletableFuture<?> run : runs) {
            if (run.isCompletedExceptionally()) {
                throw new AssertionError("a thread of run() failed, and nobody awaited it", run.exceptionNow());
            }
        }
        if (!stopAsserted && stopped.isDone() && stopped.join() instanceof StopReason.Failed(var thrown)) {
            throw new AssertionError("the client failed during the test; assertStopped() expects that", thrown);
        }
        if (server.alive() > 0) {
            throw new AssertionError(server.alive() + " websocket(s) are left: was a session not closed?");
        }
    }

    /** What suppliers of the user still owe, perhaps on threads of their own. */
    private static final class Debts implements InputProbe, VirtualRuntime.Outside {

        private int owed;

        @Override
        public void asking() {
            owed++;
        }

        @Override
        public void taking(Enum<?> state, Input input) {
            if (input instanceof Input.CredentialsGiven
                    || input instanceof Input.CredentialsRefused
                    || input instanceof Input.ParamsGiven
                    || input instanceof Input.ParamsRefused) {
                owed = Math.max(owed - 1, 0); // one may come after it was given up
            }
        }

        @Override
        public boolean isPending() {
            return owed > 0;
        }

        @Override
        public void giveUp() {
            owed = 0;
        }
    }
}
