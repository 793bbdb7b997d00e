/**
 * Collections for the state machines that use little memory while empty. May import: nothing of this library.
 */
package dev.slipstream.core.machine;
