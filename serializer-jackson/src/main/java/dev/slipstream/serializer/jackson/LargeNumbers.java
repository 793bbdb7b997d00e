package dev.slipstream.serializer.jackson;

import java.math.BigDecimal;

/**
 * Finds numbers that are too large for a double, such as {@code 1e400}. JSON allows them. But Phoenix reads each number
 * that has a fraction or an exponent as a double, and closes the connection if that fails. Integers may have any size.
 */
final class LargeNumbers {

    static final String REFUSED = "a number is too large for a double, so Phoenix cannot read it; send it as a string";

    /** A number of at most this many chars that has no exponent is never too large. */
    private static final int ALWAYS_FITS = 300;

    private LargeNumbers() {}

    static boolean isTooLarge(BigDecimal number) {
        // With a scale of 0, the number is written without a fraction or an exponent.
        return number.scale() != 0 && Double.isInfinite(number.doubleValue());
    }

    /**
     * Returns the index of the first such number in a JSON text; -1 if there is none. The text may be invalid, because
     * Jackson does not check the value of {@code @JsonRawValue}.
     */
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
        while (at < json.length() && json.charAt(at) != '"') {
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
        boolean mayBeLarge = hasExponent || (hasFraction && end - start > ALWAYS_FITS);
        return mayBeLarge && isInfinite(json.substring(start, end));
    }

    private static boolean isInfinite(String number) {
        try {
            return Double.isInfinite(Double.parseDouble(number));
        } catch (NumberFormatException invalid) {
            return false;
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
