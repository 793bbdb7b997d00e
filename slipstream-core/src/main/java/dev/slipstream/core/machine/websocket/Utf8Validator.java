package dev.slipstream.core.machine.websocket;

/**
 * Checks that bytes are UTF-8, as strictly as RFC 3629: no overlong encodings, no surrogates, nothing above U+10FFFF.
 * The bytes of one text may come in any number of parts.
 */
final class Utf8Validator {

    private static final long HIGHEST_BITS = 0x8080_8080_8080_8080L;
    private static final int BAD = -1;
    private static final int CONTINUATION_MIN = 0x80;
    private static final int CONTINUATION_MAX = 0xbf;

    /** How many bytes the last character lacks. */
    private int missing;
    /** The lowest allowed value of the next byte, if a byte is missing. {@link #max} is the highest. */
    private int min;

    private int max;
    private boolean isAscii = true;

    /** Drops the state of the last text, and begins a new text. */
    void reset() {
        missing = 0;
        isAscii = true;
    }

    /** Whether the last character of the text is complete. */
    boolean isComplete() {
        return missing == 0;
    }

    /** Whether all bytes so far are ASCII. */
    boolean isAscii() {
        return isAscii;
    }

    /** Takes a part of the text. Returns false if a byte is invalid at its position. */
    boolean accept(byte[] bytes, int from, int to) {
        int at = continuations(bytes, from, to);
        while (at != BAD && at < to) {
            at = bytes[at] < 0 ? character(bytes, at, to) : skipAscii(bytes, at, to);
        }
        return at != BAD;
    }

    /** Returns the index of the first byte that is not ASCII. */
    private static int skipAscii(byte[] bytes, int from, int to) {
        int at = from;
        while (at <= to - Long.BYTES) {
            long highest = LongAccess.get(bytes, at) & HIGHEST_BITS;
            if (highest != 0) {
                return at + Long.numberOfLeadingZeros(highest) / Byte.SIZE;
            }
            at += Long.BYTES;
        }
        while (at < to && bytes[at] >= 0) {
            at++;
        }
        return at;
    }

    /**
     * Takes a character that is not ASCII. At the end of the part, the character may be incomplete. Returns the index
     * of the next byte, or BAD. Complete characters of two or three bytes are frequent, so most of them have a fast
     * check without {@link #missing}.
     */
    private int character(byte[] bytes, int at, int to) {
        isAscii = false;
        int first = bytes[at] & 0xff;
        int left = to - at;
        if (first >= 0xc2 && first < 0xe0 && left >= 2) {
            return isContinuation(bytes[at + 1]) ? at + 2 : BAD;
        }
        if (first > 0xe0 && first < 0xf0 && first != 0xed && left >= 3) {
            return isContinuation(bytes[at + 1]) && isContinuation(bytes[at + 2]) ? at + 3 : BAD;
        }
        return begin(first) ? continuations(bytes, at + 1, to) : BAD;
    }

    private static boolean isContinuation(byte next) {
        return next < (byte) 0xc0;
    }

    /**
     * Continues an incomplete character with the bytes that have arrived. Returns the index of the next byte, or BAD.
     */
    private int continuations(byte[] bytes, int from, int to) {
        int at = from;
        while (missing > 0 && at < to) {
            int next = bytes[at++] & 0xff;
            if (next < min || next > max) {
                return BAD;
            }
            missing--;
            expect(CONTINUATION_MIN, CONTINUATION_MAX);
        }
        return at;
    }

    /**
     * Takes the first byte of a character that is not ASCII. The allowed range of the second byte depends on the first
     * byte.
     */
    private boolean begin(int first) {
        if (first < 0xc2 || first > 0xf4) {
            return false;
        }
        missing = first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
        switch (first) {
            case 0xe0 -> expect(0xa0, CONTINUATION_MAX);
            case 0xed -> expect(CONTINUATION_MIN, 0x9f);
            case 0xf0 -> expect(0x90, CONTINUATION_MAX);
            case 0xf4 -> expect(CONTINUATION_MIN, 0x8f);
            default -> expect(CONTINUATION_MIN, CONTINUATION_MAX);
        }
        return true;
    }

    private void expect(int lowest, int highest) {
        min = lowest;
        max = highest;
    }
}
