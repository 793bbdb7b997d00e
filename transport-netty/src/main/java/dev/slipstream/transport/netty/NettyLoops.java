package dev.slipstream.transport.netty;

import dev.slipstream.core.machine.websocket.WebSocketLibrary;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.PreferHeapByteBufAllocator;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Netty's event loops and a timer, shared by all transports.
 *
 * <p>The loops are shut down when no transport has used them for {@link #IDLE}. Until then a reconnect can reuse them.
 * The timer's thread ends after it has had no deadline for {@link #IDLE}.
 *
 * <p>This class makes single event loops instead of an event loop group. When a group of Netty shuts down, it starts
 * another thread, which lives for 1 s.
 */
final class NettyLoops {

    /** How long unused loops live. All threads must end within 1 s after the end of the last transport. */
    static final Duration IDLE = Duration.ofMillis(250);

    /** Allocates on the heap, even if Netty calls {@code ioBuffer}, which by default may allocate direct memory. */
    static final ByteBufAllocator ALLOCATOR = new PreferHeapByteBufAllocator(new ReadBuffers());

    private static final int MAX_LOOPS = 4;

    /** Shared by all providers, because each lookup by ServiceLoader makes a new provider. */
    static final NettyLoops SHARED = new NettyLoops();

    private final ThreadFactory threads = new DefaultThreadFactory("slipstream-netty", true);
    private final int size = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MAX_LOOPS);
    private final ReentrantLock lock = new ReentrantLock();
    private final ScheduledThreadPoolExecutor timer = timer();
    private final WebSocketLibrary library =
            new WebSocketLibrary(NettyFailures.LIBRARY, NettyTransport.LOG, System::nanoTime, this::after);
    private @Nullable Loops current;

    /** The loops, and the number of transports that use them (the holders). The lock guards both. */
    private final class Loops {

        private final List<EventLoop> started = new ArrayList<>(size);
        private int holders;
        private int position;

        private EventLoop next() {
            if (position == started.size()) {
                started.add(new SingleThreadIoEventLoop(null, threads, NioIoHandler.newFactory()));
            }
            EventLoop loop = started.get(position);
            position = (position + 1) % size;
            return loop;
        }

        @SuppressWarnings("FutureReturnValueIgnored") // nothing waits for the end of the loops
        private void endIfIdle() {
            lock.lock();
            try {
                if (holders > 0 || current != this) {
                    return;
                }
                current = null;
            } finally {
                lock.unlock();
            }
            started.forEach(loop -> loop.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS));
        }
    }

    /** One transport's use of an event loop. */
    final class Lease {

        private final Loops loops;
        private final EventLoop loop;

        private Lease(Loops loops, EventLoop loop) {
            this.loops = loops;
            this.loop = loop;
        }

        EventLoop loop() {
            return loop;
        }

        /** The holder calls this once. */
        void release() {
            lock.lock();
            try {
                loops.holders--;
                if (loops.holders > 0) {
                    return;
                }
            } finally {
                lock.unlock();
            }
            after(IDLE.toNanos(), loops::endIfIdle);
        }
    }

    /**
     * Links the classes that Netty 4.1 lacks, so that an old Netty is detected before the first attempt to connect.
     *
     * @throws LinkageError if a class is missing
     */
    static void link() {
        Objects.requireNonNull(NioIoHandler.newFactory());
        Objects.requireNonNull(SingleThreadIoEventLoop.class);
    }

    /** Adds a holder. Starts a loop if fewer than {@code size} loops run. Throws if no file descriptor is left. */
    Lease lease() {
        lock.lock();
        try {
            if (current == null) {
                current = new Loops();
            }
            Lease lease = new Lease(current, current.next());
            current.holders++;
            return lease;
        } finally {
            lock.unlock();
        }
    }

    WebSocketLibrary library() {
        return library;
    }

    private Runnable after(long nanos, Runnable task) {
        Future<?> scheduled = timer.schedule(task, nanos, TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("slipstream-netty-timer").factory());
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(IDLE.toNanos(), TimeUnit.NANOSECONDS);
        timer.allowCoreThreadTimeOut(true);
        return timer;
    }
}
