/** Virtual time, for the test kit and the simulation. */
package dev.slipstream.testkit.time;
