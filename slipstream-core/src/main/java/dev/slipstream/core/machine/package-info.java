/**
 * Collections for the state machines, and the names of their bounds. An empty collection uses little memory. This
 * package may import nothing of this library.
 */
package dev.slipstream.core.machine;
