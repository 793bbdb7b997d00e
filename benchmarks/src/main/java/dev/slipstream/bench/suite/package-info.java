/**
 * What is measured, and how: each suite starts the processes that it needs, takes turns among them, and compares.
 *
 * <p>Begin with {@link dev.slipstream.bench.suite.Suite}.
 */
@NullMarked
package dev.slipstream.bench.suite;

import org.jspecify.annotations.NullMarked;
