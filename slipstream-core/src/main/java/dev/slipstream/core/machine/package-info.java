/**
 * Collections for the state machines, and the names of the bounds on pushes. A collection uses little memory while it
 * has at most one element. This package may import nothing of this library.
 */
package dev.slipstream.core.machine;
