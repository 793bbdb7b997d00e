package dev.slipstream.system.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Derives values from bytes, one after the other. Equal bytes give equal values; after the last byte all values are 0.
 */
final class Draws {

    private final byte[] bytes;
    private int at;

    Draws(byte[] bytes) {
        this.bytes = bytes;
    }

    private int next() {
        return at < bytes.length ? bytes[at++] & 0xff : 0;
    }

    boolean yes() {
        return next() % 2 == 1;
    }

    int upTo(int most) {
        return (next() << 8 | next()) % (most + 1);
    }

    long number() {
        long number = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            number = number << 8 | next();
        }
        return number;
    }

    byte[] bytes(int most) {
        int end = Math.min(bytes.length, at + upTo(most));
        byte[] taken = Arrays.copyOfRange(bytes, Math.min(at, end), end);
        at = Math.max(at, end);
        return taken;
    }

    /** Text decoded from UTF-8, or built from any UTF-16 units including lone surrogates. */
    String text(int most) {
        boolean ofUnits = next() % 4 == 3;
        return ofUnits ? units(bytes(most)) : new String(bytes(most), StandardCharsets.UTF_8);
    }

    private static String units(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i + 1 < bytes.length; i += 2) { // a decoder would replace a lone surrogate with U+FFFD
            text.append((char) ((bytes[i] & 0xff) << 8 | bytes[i + 1] & 0xff));
        }
        return text.toString();
    }

    String rest() {
        byte[] taken = Arrays.copyOfRange(bytes, Math.min(at, bytes.length), bytes.length);
        at = bytes.length;
        return new String(taken, StandardCharsets.UTF_8);
    }
}
