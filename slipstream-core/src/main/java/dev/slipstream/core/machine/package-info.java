/**
 * Collections for the state machines. An empty collection uses little memory. This package may import nothing of this
 * library.
 */
package dev.slipstream.core.machine;
