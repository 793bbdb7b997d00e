/**
 * Collections for the state machines; they use little memory while they are empty. May import: nothing of this library.
 */
package dev.slipstream.core.machine;
