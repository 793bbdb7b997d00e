package dev.slipstream.process;

import static dev.slipstream.system.concurrency.ParallelRun.check;

import dev.slipstream.system.concurrency.ParallelRun;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Two threads call a client while the client ends. Each call is refused instead of waiting forever. */
public final class CallersAgainstStop implements Runnable {

    @Override
    public void run() {
        PendingCalls calls = new PendingCalls();
        Queue<PendingCalls.PendingCall<String>> waiting = new ConcurrentLinkedQueue<>();
        ParallelRun.run(
                () -> waiting.add(calls.add()),
                () -> waiting.add(calls.add()),
                () -> calls.close("the client has ended"));
        for (PendingCalls.PendingCall<String> each : waiting) {
            check(each.answer().isDone(), "every caller is answered");
        }
    }
}
