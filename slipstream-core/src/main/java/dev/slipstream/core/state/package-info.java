/**
 * The implementation of {@code Socket}: the state, the pending operations, and the scope of a callback.
 *
 * <p>Only the modules of this library that run clients can use this package. It may import only
 * {@code dev.slipstream.core}.
 */
@NullMarked
package dev.slipstream.core.state;

import org.jspecify.annotations.NullMarked;
