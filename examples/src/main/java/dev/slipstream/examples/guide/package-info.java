/** What the guides in {@code docs/} show: every Java block there is a piece of a source of this module. */
package dev.slipstream.examples.guide;
