package dev.slipstream.bench.peer;

/**
 * The current state of a {@link Crowd}.
 *
 * @param heapBytes bytes of all reachable objects; 0 if not measured
 * @param threads platform threads
 * @param nanos how long the command {@code open} or {@code herd} took; 0 for the command {@code status}
 */
public record CrowdStatus(int joined, int failures, int losses, long heapBytes, int threads, long nanos) {}
