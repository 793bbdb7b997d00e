package dev.slipstream.bench.report;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** The machine and JVM of a run, without anything that identifies its owner. */
public record Machine(int cores, long memoryGigabytes, String jdk, String system) {

    public static Machine here() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new Machine(
                system.getAvailableProcessors(),
                Math.round(system.getTotalMemorySize() / (double) (1L << 30)),
                System.getProperty("java.vm.vendor") + " " + Runtime.version(),
                system.getName() + " " + system.getArch());
    }
}
