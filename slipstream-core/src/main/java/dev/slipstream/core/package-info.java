/**
 * The vocabulary: what a Phoenix client knows, says and hears, as values.
 *
 * <p>Begin with {@link dev.slipstream.core.Socket}, {@link dev.slipstream.core.Event} and
 * {@link dev.slipstream.core.Command}. May import: nothing of this project.
 */
package dev.slipstream.core;
