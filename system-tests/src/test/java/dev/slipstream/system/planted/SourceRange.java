package dev.slipstream.system.planted;

/**
 * A part of a source.
 *
 * @param end the first position behind it
 */
record SourceRange(int start, int end) {}
