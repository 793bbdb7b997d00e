package dev.slipstream.testkit.simulation;

import java.time.Duration;
import java.util.List;

/**
 * Draws that follow from a seed alone: the same ones in any JVM, whatever its version.
 *
 * <p>SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators"), written out because the JDK does
 * not promise that its own generators keep drawing the same numbers, and seeds are kept for ever.
 */
public final class SeededRandom {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final long seed;
    private long state;

    /** Makes the dice of a seed. */
    public SeededRandom(long seed) {
        this.seed = mix(seed);
        this.state = this.seed;
    }

    /** Returns dice of their own: what is drawn from them changes nothing that is drawn from these, and the reverse. */
    public SeededRandom of(String purpose) {
        long salt = 0;
        for (int i = 0; i < purpose.length(); i++) {
            salt = mix(salt ^ purpose.charAt(i));
        }
        return new SeededRandom(seed ^ salt);
    }

    /** Draws from all longs. */
    public long next() {
        state += GOLDEN;
        return mix(state);
    }

    /** Draws from 0 to below the bound. */
    public int below(int bound) {
        return (int) Long.remainderUnsigned(next(), bound);
    }

    /** Draws from both and what lies between. */
    public int between(int least, int most) {
        return least + below(most - least + 1);
    }

    /** Draws a span from both and what lies between. */
    public Duration between(Duration least, Duration most) {
        long width = most.minus(least).toNanos();
        return least.plusNanos(Long.remainderUnsigned(next(), width + 1));
    }

    /** Draws true once in so many times. */
    public boolean oneIn(int times) {
        return below(times) == 0;
    }

    /** Draws true so many times in a hundred. */
    public boolean percent(int times) {
        return below(100) < times;
    }

    /** Draws one of these. */
    public <T> T pick(List<T> choices) {
        return choices.get(below(choices.size()));
    }

    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
