/** Deadlines and jitter for the state machines. Time is a count of nanoseconds. May import: nothing of this library. */
package dev.slipstream.core.machine.time;
