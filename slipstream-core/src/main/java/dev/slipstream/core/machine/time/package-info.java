/** Deadlines and jitter for machines. Time is a count of nanoseconds. May import: nothing of this library. */
package dev.slipstream.core.machine.time;
