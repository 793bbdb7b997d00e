/**
 * JMH benchmarks of the codec, the state machines, the mailbox, and the library without a network.
 *
 * <p>{@code benchmarks/run jmh} runs them.
 */
@NullMarked
package dev.slipstream.bench.jmh;

import org.jspecify.annotations.NullMarked;
