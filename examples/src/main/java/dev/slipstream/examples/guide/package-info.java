/** The code shown by the guides in {@code docs/}. A test checks that each Java block there occurs in this module. */
package dev.slipstream.examples.guide;
