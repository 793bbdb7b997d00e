/** Collections of the machines that are small while they are empty. May import: nothing of this library. */
package dev.slipstream.core.machine;
