/** The measurements: each suite starts the processes it needs, measures them alternately, and compares. */
@NullMarked
package dev.slipstream.bench.suite;

import org.jspecify.annotations.NullMarked;
