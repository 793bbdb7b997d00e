package dev.slipstream.system.planted;

/**
 * A part of a source.
 *
 * @param end the end offset, exclusive
 */
record SourceRange(int start, int end) {}
