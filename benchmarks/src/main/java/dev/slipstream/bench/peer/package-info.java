/**
 * The clients that are compared, each in a process of its own.
 *
 * <p>Begin with {@link dev.slipstream.bench.peer.TrafficMain}: a process does what each line of its input says, and answers
 * with one line of JSON.
 */
@NullMarked
package dev.slipstream.bench.peer;

import org.jspecify.annotations.NullMarked;
