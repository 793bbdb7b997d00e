package dev.slipstream.bench.peer;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;

/** Measures time, CPU and allocation of this process around some work. */
final class Meter {

    /** The work to measure. Returns the durations that the work itself measured, or an empty array. */
    @FunctionalInterface
    interface Work {
        long[] run() throws Exception;
    }

    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

    private Meter() {}

    static Sample measure(long count, Work work) throws Exception {
        long allocated = THREADS.getTotalThreadAllocatedBytes();
        long cpu = PROCESS.getProcessCpuTime();
        long wall = System.nanoTime();
        long[] each = work.run();
        long wallTook = System.nanoTime() - wall;
        long cpuTook = PROCESS.getProcessCpuTime() - cpu;
        long bytes = THREADS.getTotalThreadAllocatedBytes() - allocated;
        List<Long> nanos = Arrays.stream(each).boxed().toList();
        return new Sample(count, wallTook, cpuTook, bytes, nanos);
    }
}
