/** The code shown by the guides in {@code docs/}. A test finds Java code of a guide that no source file contains. */
package dev.slipstream.examples.guide;
