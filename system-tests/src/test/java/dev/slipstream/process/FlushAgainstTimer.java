package dev.slipstream.process;

import static dev.slipstream.system.concurrency.ParallelRun.check;

import dev.slipstream.system.concurrency.ParallelRun;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A {@link Cork} holds back the flush of a command and sets a timer for the flush. The timer fires while the client
 * sends another command and begins a callback. Afterwards all commands are flushed, or another timer is set.
 */
public final class FlushAgainstTimer implements Runnable {

    /** A task given to the scheduler. */
    private record Armed(Runnable task, AtomicBoolean isSet) {

        void fire() {
            if (isSet.compareAndSet(true, false)) {
                task.run();
            }
        }
    }

    /** Records how many commands have been flushed so far. */
    private final class Connection implements Cork.Target {

        @Override
        public void signal() {}

        @Override
        public void flush() {
            flushed.accumulateAndGet(commands.get(), Math::max);
        }

        @Override
        public void flushElsewhere() {
            flush();
        }
    }

    private static final class Client implements DeadlineTimer.Owner {

        @Override
        public void wake() {
            throw new AssertionError("the timer wakes the cork");
        }

        @Override
        public void failed(Throwable thrown) {
            throw new AssertionError("the scheduler throws nothing", thrown);
        }
    }

    private final Queue<Armed> armed = new ConcurrentLinkedQueue<>();
    private final AtomicInteger commands = new AtomicInteger();
    private final AtomicInteger flushed = new AtomicInteger();
    private final Connection connection = new Connection();
    private Cork cork = corked();

    @Override
    public void run() {
        cork = corked();
        ParallelRun.run(armed.element()::fire, this::command);
        checkFlushed("a command behind another one");

        cork = corked();
        cork.release();
        ParallelRun.run(armed.element()::fire, this::command);
        checkFlushed("the first command after a flush");
    }

    /** Returns a cork that holds back the flush of a command, and whose timer is set. */
    private Cork corked() {
        armed.clear();
        commands.set(0);
        flushed.set(0);
        cork = new Cork(this::arm, new Client());
        command();
        return cork;
    }

    private void command() {
        commands.incrementAndGet();
        cork.ordered(connection, true, 0);
        cork.callbackBegins();
    }

    private void checkFlushed(String what) {
        check(
                flushed.get() == commands.get() || isTimerSet(),
                what + ": flushed " + flushed.get() + " of " + commands.get());
    }

    private boolean isTimerSet() {
        for (Armed each : armed) {
            if (each.isSet().get()) {
                return true;
            }
        }
        return false;
    }

    private Scheduler.Timer arm(Duration at, Runnable task) {
        Armed fresh = new Armed(task, new AtomicBoolean(true));
        armed.add(fresh);
        return () -> fresh.isSet().set(false);
    }
}
