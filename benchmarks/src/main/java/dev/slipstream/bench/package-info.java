/**
 * Compares speed and size of this library with others, side by side in one run.
 *
 * <p>Begin with {@link dev.slipstream.bench.Main}, which {@code benchmarks/run} starts.
 */
@NullMarked
package dev.slipstream.bench;

import org.jspecify.annotations.NullMarked;
