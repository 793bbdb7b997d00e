/**
 * The clients under comparison, each in a separate process.
 *
 * <p>Begin with {@link dev.slipstream.bench.peer.TrafficMain}: a process runs the command in each line of its input,
 * and answers with one line of JSON.
 */
@NullMarked
package dev.slipstream.bench.peer;

import org.jspecify.annotations.NullMarked;
