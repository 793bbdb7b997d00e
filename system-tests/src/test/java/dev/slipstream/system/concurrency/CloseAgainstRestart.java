package dev.slipstream.system.concurrency;

import static dev.slipstream.system.concurrency.ParallelRun.check;

import dev.slipstream.RestartPolicy;
import dev.slipstream.RunningClient;
import dev.slipstream.Slipstream;
import dev.slipstream.SlipstreamClient;
import dev.slipstream.StartOptions;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import dev.slipstream.process.InputProbe;
import dev.slipstream.process.ProcessRuntime;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * One thread closes a client while the client ends and restarts. The client stays closed, and a thread that waits for
 * the end is notified.
 */
public final class CloseAgainstRestart implements Runnable {

    private static final StartOptions OPTIONS = StartOptions.builder()
            .transport(new SmallTransport())
            .serializer(SmallRuntime.SERIALIZER)
            .seed(1)
            .restart(RestartPolicy.PERMANENT)
            .build();

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

    private static final class Idle implements SlipstreamClient {}

    @Override
    public void run() {
        tasks.clear();
        ProcessRuntime idle = SmallRuntime.make();
        ProcessRuntime runtime = new ProcessRuntime(
                task -> tasks.add(task),
                task -> tasks.add(task),
                idle.scheduler(),
                idle.clock(),
                idle.waiters(),
                InputProbe.NONE,
                Optional.empty());
        RunningClient client = runtime.within(() -> Slipstream.start(() -> new Idle(), OPTIONS));
        runAll();
        client.stop(new StopReason.Normal());
        ParallelRun.run(this::runAll, () -> client.stop(new StopReason.Shutdown()));
        runAll();
        check(client.whenStopped().toCompletableFuture().isDone(), "the client has ended and does not restart");
        Socket last = client.socket();
        check(!last.isConnected(), "the client is not connected");
    }

    private void runAll() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }
}
