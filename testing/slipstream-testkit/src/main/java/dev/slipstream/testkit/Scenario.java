// This file has more than 300 lines, because all waits of a test are in one place.
package dev.slipstream.testkit;

import dev.slipstream.RunningClient;
import dev.slipstream.StartOptions;
import dev.slipstream.core.Observation;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.Telemetry;
import dev.slipstream.core.machine.client.ClientInput;
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

/** The state of one {@link SocketTest}: virtual time, the test's server, and the client under test. */
final class Scenario {

    /** The seed of the client's jitter. All tests use the same seed. */
    private static final long SEED = 1;

    private static final Duration CLOSING = Duration.ofMinutes(2);

    private final VirtualRuntime time;
    private final TestServer server;
    private final ProcessRuntime runtime;
    private final ClientProbe probe = new ClientProbe();
    private final List<Scenario> scenarios;
    private final List<String> lost = new ArrayList<>();
    private final List<CompletableFuture<?>> runs = new ArrayList<>();
    private @Nullable RunningClient client;
    private CompletableFuture<StopReason> stopped = new CompletableFuture<>();
    private boolean stopAsserted;
    private boolean hasRun;
    private long unfinished;
    private boolean closed;

    private Scenario(VirtualRuntime time, List<Scenario> scenarios) {
        this.time = time;
        this.server = new TestServer(time, JacksonSerializer.standard());
        this.runtime = time.of(server, probe);
        this.scenarios = scenarios;
        time.addExternalWork(probe);
        scenarios.add(this);
    }

    static Scenario inNewRuntime() {
        return new Scenario(new VirtualRuntime(), new ArrayList<>());
    }

    /** Makes another scenario with the virtual time of this scenario. */
    Scenario beside() {
        return new Scenario(time, scenarios);
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

    /** Applies the user's changes to the options, then sets the test's transport, telemetry and executor. */
    StartOptions options(UnaryOperator<StartOptions.Builder> changes) {
        StartOptions changed =
                changes.apply(options().toBuilder().telemetry(Telemetry.SILENT)).build();
        changed.serializer().ifPresent(server::speak);
        return changed.toBuilder()
                .transport(server)
                .telemetry(Telemetry.all(this::observed, changed.telemetry()))
                .executor(runtime.callbacks())
                .build();
    }

    RunningClient start(Function<StartOptions, RunningClient> start, StartOptions options) {
        return act(() -> {
            if (client != null && !stopped.isDone()) {
                throw new IllegalStateException(
                        "cannot start a client: one is already running in this test; start another one in beside(),"
                                + " or stop the first one before");
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
     * @throws IllegalStateException if no client was started
     */
    RunningClient client(String doing) {
        if (client == null) {
            throw new IllegalStateException("cannot " + doing + ": no client was started; call start first");
        }
        return client;
    }

    /**
     * The running client.
     *
     * @throws IllegalStateException if no client was started, or the client has stopped
     */
    RunningClient livingClient(String doing) {
        RunningClient here = client(doing);
        if (stopped.isDone()) {
            throw new IllegalStateException(
                    "cannot " + doing + ": the client has stopped with " + stopped.join() + "; start a client first");
        }
        return here;
    }

    private void observed(Observation observation) {
        if (observation instanceof Observation.OperationsLost(var callback, var operations, var assigns)) {
            lost.add(callback + " returned a socket without " + operations + " operation(s) and " + assigns
                    + " assign(s) of this callback; return the socket that the last operation returned");
        }
    }

    // --- what a test does -------------------------------------------------------------------------------------------

    /** Runs an action of the test, then all tasks that are due at this instant. */
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
            throw failed("expected the client to stop within " + patience, Expectation.NOTHING);
        }
        stopAsserted = true;
        return stopped.join();
    }

    void refuteStop(Duration watch) {
        begin();
        client("refute a stop");
        if (time.advanceUntil(stopped::isDone, watch)) {
            throw failed("expected the client not to stop", Expectation.NOTHING);
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

    @SuppressWarnings("ReferenceEquality") // the same future, not an equal one
    <T> T await(CompletionStage<T> stage, Duration patience) {
        begin();
        CompletableFuture<T> future = stage.toCompletableFuture();
        boolean isDone = time.advanceUntil(future::isDone, patience);
        time.settle();
        check();
        if (!isDone) {
            throw failed("expected the awaited result within " + patience, Expectation.NOTHING);
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
            throw new IllegalStateException("this SocketTest is closed; open a new one");
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
                new StringBuilder(what).append(", but ").append(server.log().describe(wanted));
        text.append("\nThe time is ").append(time.now());
        if (client != null) {
            text.append(", and the client ");
            text.append(
                    stopped.isDone()
                            ? "has stopped with " + stopped.join()
                            : "has the state "
                                    + LiveSocket.from(client.socket()).state());
        }
        Throwable cause =
                stopped.isDone() && stopped.join() instanceof StopReason.Failed(var thrown) ? thrown : probe.unhandled;
        stopAsserted = true; // the assertion error reports the client's failure
        probe.unhandled = null;
        return new AssertionError(text.toString(), cause);
    }

    // --- the end ----------------------------------------------------------------------------------------------------

    void close() {
        if (closed) {
            return;
        }
        scenarios.forEach(scenario -> scenario.closed = true);
        if (time.isBroken()) {
            return; // the test has already received the error that stopped the runtime
        }
        time.driveHere();
        scenarios.forEach(Scenario::end);
        scenarios.forEach(Scenario::noteUnfinished);
        time.interruptThreads();
        time.advanceUntil(() -> scenarios.stream().allMatch(scenario -> scenario.server.alive() == 0), CLOSING);
        scenarios.forEach(Scenario::checkEnd);
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
            throw new AssertionError(unfinished
                    + " thread(s) of run() still wait at the end of the test; await their results before it ends");
        }
        for (CompletableFuture<?> run : runs) {
            if (run.isCompletedExceptionally()) {
                throw new AssertionError(
                        "a thread of run() failed; await its result to see the failure in the test",
                        run.exceptionNow());
            }
        }
        if (!stopAsserted && stopped.isDone() && stopped.join() instanceof StopReason.Failed(var thrown)) {
            throw new AssertionError(
                    "the client failed during the test; call assertStopped() if the test expects that", thrown);
        }
        Throwable unhandled = probe.unhandled;
        if (unhandled != null) {
            throw new AssertionError(
                    "a callback threw during the test; override handleFailure if the client expects that", unhandled);
        }
        if (server.alive() > 0) {
            throw new AssertionError(
                    server.alive() + " websocket(s) are still open at the end of the test; close each session");
        }
    }

    /**
     * Counts the pending results of the user's suppliers, which may run on other threads. Keeps the first unhandled
     * exception of the user's code.
     */
    private static final class ClientProbe implements InputProbe, VirtualRuntime.ExternalWork {

        private int pending;
        /** The first exception that the user's code threw and {@code handleFailure} did not handle. */
        private @Nullable Throwable unhandled;

        @Override
        public void unhandled(Throwable thrown) {
            unhandled = unhandled == null ? thrown : unhandled;
        }

        @Override
        public void asking() {
            pending++;
        }

        @Override
        public void taking(Enum<?> state, Object input) {
            if (input instanceof ClientInput.SupplierAnswer) {
                pending = Math.max(pending - 1, 0); // a result may arrive after giveUp()
            }
        }

        @Override
        public boolean isPending() {
            return pending > 0;
        }

        @Override
        public void giveUp() {
            pending = 0;
        }
    }
}
