package dev.slipstream.core.machine.connection;

/** Hashes any part of a text in constant time. Equal parts have equal hashes, at any position and in any text. */
final class TextHashes {

    /** An odd number with evenly spread bits: 2^64 divided by the golden ratio. */
    private static final long FACTOR = 0x9e3779b97f4a7c15L;

    /** For each index, the hash of all chars before the index. */
    private final long[] before;
    /** For each index, {@link #FACTOR} to the power of the index. */
    private final long[] powers;

    TextHashes(String text) {
        before = new long[text.length() + 1];
        powers = new long[text.length() + 1];
        powers[0] = 1;
        for (int i = 0; i < text.length(); i++) {
            before[i + 1] = before[i] * FACTOR + text.charAt(i) + 1;
            powers[i + 1] = powers[i] * FACTOR;
        }
    }

    /** Hashes one part of a text. Needs no arrays, but the time grows with the length of the part. */
    static long hash(String text, int from, int to) {
        long hash = 0;
        for (int i = from; i < to; i++) {
            hash = hash * FACTOR + text.charAt(i) + 1;
        }
        return hash;
    }

    /** The hash of the chars from {@code from} to before {@code to}. */
    long of(int from, int to) {
        return before[to] - before[from] * powers[to - from];
    }
}
