package dev.slipstream.serializer.jackson;

/**
 * The text of a double that is a short decimal, such as a price or coordinate: the text of {@link Double#toString}, with
 * no string made and none of its arithmetic.
 *
 * <p>A whole number of millionths that, divided by a million, is the double itself is the decimal that it is read from:
 * both are exact and the division rounds correctly. With no more than 15 digits no other decimal as short is read as the
 * same.
 */
final class Decimals {

    /** As many chars as one may take: a sign, seven digits, a point and six more. */
    static final int LONGEST = 15;

    private static final int PLACES = 6;
    private static final int MILLION = 1_000_000;

    /** In millionths. */
    private static final int HUNDREDTH = 10_000;

    /** From here on and below there {@link Double#toString} writes exponents. */
    private static final double TOO_LARGE = 1e7;

    private static final double LEAST = 1e-3;

    private Decimals() {}

    /** How many millionths the double has, without its sign; or -1, if it is no short decimal. */
    static long millionths(double value) {
        double size = Math.abs(value);
        if (!(size >= LEAST && size < TOO_LARGE) && size != 0) {
            return -1;
        }
        long millionths = (long) (size * MILLION + 0.5);
        return millionths / (double) MILLION == size ? millionths : -1;
    }

    /** Writes a double that has so many of them where it is to stand, and returns where it ends. */
    static int write(double value, long millionths, char[] into, int start) {
        int at = start;
        if (Double.doubleToRawLongBits(value) < 0) { // a zero may have a sign, too
            into[at++] = '-';
        }
        int whole = (int) (millionths / MILLION);
        at = write(whole, into, at);
        into[at++] = '.';
        return writePlaces((int) (millionths - (long) whole * MILLION), into, at);
    }

    /** Without the zeros at the end, but for one that would stand alone. */
    private static int writePlaces(int millionths, char[] into, int start) {
        boolean isPrice = millionths % HUNDREDTH == 0; // as nearly all are, and this is quicker than zero by zero
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

    /** Writes a number that is not negative, and returns where it ends. */
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
