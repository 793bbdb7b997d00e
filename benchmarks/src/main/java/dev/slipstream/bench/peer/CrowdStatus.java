package dev.slipstream.bench.peer;

/**
 * How a crowd stands.
 *
 * @param heapBytes of all objects that are reachable; 0 where nobody looked
 * @param threads platform threads
 */
public record CrowdStatus(int joined, int failures, int losses, long heapBytes, int threads, long nanos) {}
