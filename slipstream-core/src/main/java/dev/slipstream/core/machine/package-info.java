/**
 * Collections for the state machines. An empty collection uses little memory. May import: nothing of this library.
 */
package dev.slipstream.core.machine;
