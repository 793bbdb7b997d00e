/**
 * A Phoenix V2 server fast enough never to be the bottleneck: one thread, many frames in one write.
 *
 * <p>Begin with {@link dev.slipstream.bench.server.BenchServer}. It supports only the events that the benchmarks use.
 */
@NullMarked
package dev.slipstream.bench.server;

import org.jspecify.annotations.NullMarked;
