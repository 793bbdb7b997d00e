/**
 * Deadlines in nanoseconds, jitter and HTTP dates for the state machines. This package may import nothing of this
 * library.
 */
package dev.slipstream.core.machine.time;
