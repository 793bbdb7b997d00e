package dev.slipstream.core.machine.websocket;

/**
 * Checks that bytes are UTF-8, as strictly as RFC 3629: no overlong encodings, no surrogates, nothing above U+10FFFF.
 * The bytes of one text may come in any number of parts.
 */
final class Utf8Validator {

    private static final long HIGHEST_BITS = 0x8080_8080_8080_8080L;
    private static final int CONTINUATION_MIN = 0x80;
    private static final int CONTINUATION_MAX = 0xbf;

    /** How many bytes the last character lacks. */
    private int missing;
    /** The range of the next byte, if a byte is missing. */
    private int min;

    private int max;
    private boolean isAscii = true;

    /** Forgets the text, and begins a new text. */
    void reset() {
        missing = 0;
        isAscii = true;
    }

    /** Whether the text ends after a whole character. */
    boolean isComplete() {
        return missing == 0;
    }

    /** Whether all bytes so far are ASCII. */
    boolean isAscii() {
        return isAscii;
    }

    /** Takes a part of the text. Returns false at the first byte that no valid text can have at its place. */
    boolean accept(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            if (missing > 0) {
                int next = bytes[at++] & 0xff;
                if (next < min || next > max) {
                    return false;
                }
                missing--;
                expect(CONTINUATION_MIN, CONTINUATION_MAX);
            } else {
                at = skipAscii(bytes, at, to);
                if (at < to && !begin(bytes[at++] & 0xff)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Returns the index of the first byte that is not ASCII. */
    private static int skipAscii(byte[] bytes, int from, int to) {
        int at = from;
        while (at <= to - Long.BYTES && (LongAccess.get(bytes, at) & HIGHEST_BITS) == 0) {
            at += Long.BYTES;
        }
        while (at < to && bytes[at] >= 0) {
            at++;
        }
        return at;
    }

    /** Takes the first byte of a character that is not ASCII. The range of the second byte depends on it. */
    private boolean begin(int first) {
        isAscii = false;
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
