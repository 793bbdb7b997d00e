package dev.slipstream.bench.peer;

import java.util.List;

/**
 * The measured cost of some work.
 *
 * @param count number of messages or requests
 * @param wallNanos elapsed time
 * @param cpuNanos CPU time of the whole process
 * @param allocatedBytes bytes allocated by all threads; {@code -1} if unknown
 * @param nanos duration of each message or request, if they were timed one by one
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
