/** The code shown by the guides in {@code docs/}. A test fails if a guide shows Java code that is in no source file. */
package dev.slipstream.examples.guide;
