package dev.slipstream.serializer.jackson;

/**
 * Writes doubles that are short decimals, such as prices or coordinates. The text is the same as from
 * {@link Double#toString}, but writing it is faster and makes no string.
 *
 * <p>A double is a short decimal if {@link Double#toString} writes it without an exponent, and if dividing an integer
 * by a million gives exactly this double. The integer is the number of millionths. Both operands of the division are
 * exact, and the division rounds correctly. So the decimal that has this number of millionths parses to this double. No
 * other decimal of at most 15 digits parses to this double.
 */
final class Decimals {

    /** The most chars of a short decimal: a sign, seven digits, a point and six digits. */
    static final int LONGEST = 15;

    private static final int PLACES = 6;
    private static final int MILLION = 1_000_000;

    /** One hundredth, in millionths. */
    private static final int HUNDREDTH = 10_000;

    /**
     * {@link Double#toString} writes no exponent if the absolute value is at least {@link #LEAST} and less than this.
     */
    private static final double TOO_LARGE = 1e7;

    private static final double LEAST = 1e-3;

    private Decimals() {}

    /** Returns the absolute value of the double in millionths; -1 if it is not a short decimal. */
    static long millionths(double value) {
        double size = Math.abs(value);
        if (!(size >= LEAST && size < TOO_LARGE) && size != 0) {
            return -1;
        }
        long millionths = (long) (size * MILLION + 0.5);
        return millionths / (double) MILLION == size ? millionths : -1;
    }

    /** Writes a double, given its {@link #millionths}, into the array at {@code start}. Returns the end of its text. */
    static int write(double value, long millionths, char[] into, int start) {
        int at = start;
        if (Double.doubleToRawLongBits(value) < 0) { // also true for -0.0
            into[at++] = '-';
        }
        int whole = (int) (millionths / MILLION);
        at = write(whole, into, at);
        into[at++] = '.';
        return writePlaces((int) (millionths - (long) whole * MILLION), into, at);
    }

    /** Writes the decimal places without zeros at the end, but at least one place. */
    private static int writePlaces(int millionths, char[] into, int start) {
        boolean isPrice = millionths % HUNDREDTH == 0; // the usual case, without a loop that removes zeros
        int left = isPrice ? millionths / HUNDREDTH : millionths;
        int places = isPrice ? 2 : PLACES;
        while (places > 1 && left % 10 == 0) {
            left /= 10;
            places--;
        }
        for (int at = start + places - 1; at >= start; at--) {
            into[at] = (char) ('0' + left % 10);
            left /= 10;
        }
        return start + places;
    }

    /** Writes a number that is not negative. Returns the end of its text. */
    static int write(int number, char[] into, int start) {
        int end = start + 1;
        for (int rest = number; rest >= 10; rest /= 10) {
            end++;
        }
        int left = number;
        for (int at = end - 1; at >= start; at--) {
            into[at] = (char) ('0' + left % 10);
            left /= 10;
        }
        return end;
    }
}
