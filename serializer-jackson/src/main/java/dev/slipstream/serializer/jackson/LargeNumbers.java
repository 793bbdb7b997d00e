package dev.slipstream.serializer.jackson;

import java.math.BigDecimal;

/**
 * Finds numbers that are too large for a double, such as {@code 1e400}. JSON allows them, but Phoenix reads a number with
 * a fraction or an exponent as a double, and refuses the whole frame. Integers may have any size.
 */
final class LargeNumbers {

    static final String REFUSED = "a number is too large for a double, so Phoenix cannot read it; send it as a string";

    /** A number without an exponent and with fewer chars is below 1e300. */
    private static final int SHORTEST = 300;

    private LargeNumbers() {}

    static boolean isTooLarge(BigDecimal number) {
        return number.scale() != 0 && Double.isInfinite(number.doubleValue());
    }

    /** Returns the index of the first such number in a valid JSON text; -1 if there is none. */
    static int firstInJson(String json) {
        int at = 0;
        while (at < json.length()) {
            char c = json.charAt(at);
            if (c == '"') {
                at = endOfString(json, at);
            } else if (c == '-' || isDigit(c)) {
                int end = endOfNumber(json, at);
                if (isTooLarge(json, at, end)) {
                    return at;
                }
                at = end;
            } else {
                at++;
            }
        }
        return -1;
    }

    private static int endOfString(String json, int start) {
        int at = start + 1;
        while (json.charAt(at) != '"') {
            at += json.charAt(at) == '\\' ? 2 : 1;
        }
        return at + 1;
    }

    private static int endOfNumber(String json, int start) {
        int at = start + 1;
        while (at < json.length() && (isDigit(json.charAt(at)) || "+-.eE".indexOf(json.charAt(at)) >= 0)) {
            at++;
        }
        return at;
    }

    private static boolean isTooLarge(String json, int start, int end) {
        boolean hasFraction = false;
        boolean hasExponent = false;
        for (int at = start; at < end; at++) {
            hasFraction |= json.charAt(at) == '.';
            hasExponent |= json.charAt(at) == 'e' || json.charAt(at) == 'E';
        }
        boolean mayBeLarge = hasExponent || (hasFraction && end - start > SHORTEST);
        return mayBeLarge && Double.isInfinite(Double.parseDouble(json.substring(start, end)));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
