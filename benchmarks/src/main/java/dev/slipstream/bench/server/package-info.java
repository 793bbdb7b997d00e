/**
 * A Phoenix V2 server that is never the bottleneck. It has one thread, and writes many frames at once, or each
 * by itself.
 *
 * <p>Begin with {@link dev.slipstream.bench.server.BenchServer}. It supports only the events that the benchmarks use.
 */
@NullMarked
package dev.slipstream.bench.server;

import org.jspecify.annotations.NullMarked;
