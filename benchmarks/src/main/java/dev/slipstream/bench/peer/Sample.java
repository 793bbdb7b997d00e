package dev.slipstream.bench.peer;

import java.util.List;

/**
 * What some work took.
 *
 * @param count how many messages or requests it was
 * @param wallNanos by the clock
 * @param cpuNanos of the whole process
 * @param allocatedBytes by all of its threads; of no use where {@code -1}
 * @param nanos what each took, where each was looked at
 */
public record Sample(long count, long wallNanos, long cpuNanos, long allocatedBytes, List<Long> nanos) {

    public double wallEach() {
        return wallNanos / (double) count;
    }

    public double cpuEach() {
        return cpuNanos / (double) count;
    }

    public double bytesEach() {
        return allocatedBytes / (double) count;
    }
}
