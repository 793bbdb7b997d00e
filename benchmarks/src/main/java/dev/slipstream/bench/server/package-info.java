/**
 * A server of Phoenix V2 that is never the bottleneck: one thread, many frames in one write.
 *
 * <p>Begin with {@link dev.slipstream.bench.server.BenchServer}. It knows what the benchmarks ask for and nothing else.
 */
@NullMarked
package dev.slipstream.bench.server;

import org.jspecify.annotations.NullMarked;
