/**
 * The implementation of {@code Socket}: the state, the pending operations, and the scope of a callback.
 *
 * <p>Exported to the modules of this library that run clients. May import: {@code dev.slipstream.core}.
 */
@NullMarked
package dev.slipstream.core.state;

import org.jspecify.annotations.NullMarked;
