/**
 * JMH's own benchmarks of the parts: codec, machines, mailbox.
 *
 * <p>{@code benchmarks/run jmh} runs them.
 */
@NullMarked
package dev.slipstream.bench.jmh;

import org.jspecify.annotations.NullMarked;
