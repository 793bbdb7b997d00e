package dev.slipstream.core.machine.connection;

/** Returns the hash of any part of a text, in constant time. Equal parts have equal hashes, wherever they occur. */
final class TextHashes {

    /** An odd number with evenly spread bits: 2^64 divided by the golden ratio. */
    private static final long FACTOR = 0x9e3779b97f4a7c15L;

    /** At each index the hash of the chars before it. */
    private final long[] before;
    /** At each index the factor to the power of this index. */
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

    /** The hash of a part of a text, without an array; its time grows with the part. */
    static long hash(String text, int from, int to) {
        long hash = 0;
        for (int i = from; i < to; i++) {
            hash = hash * FACTOR + text.charAt(i) + 1;
        }
        return hash;
    }

    /** The hash of the chars from one index up to another one. */
    long of(int from, int to) {
        return before[to] - before[from] * powers[to - from];
    }
}
