package dev.slipstream.simulation;

import java.time.Duration;
import java.util.List;

/**
 * A random generator that depends only on its seed. It gives the same numbers in every JVM version.
 *
 * <p>The algorithm is SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators"). It is
 * implemented here because seeds are kept forever, and the JDK does not promise stable numbers.
 */
public final class SeededRandom {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final long seed;
    private long state;

    /** Makes a generator with this seed. */
    public SeededRandom(long seed) {
        this.seed = mix(seed);
        this.state = this.seed;
    }

    /** Returns a separate generator for a purpose. Drawing from one generator does not affect the other generator. */
    public SeededRandom of(String purpose) {
        long salt = 0;
        for (int i = 0; i < purpose.length(); i++) {
            salt = mix(salt ^ purpose.charAt(i));
        }
        return new SeededRandom(seed ^ salt);
    }

    /** Draws any long. */
    public long next() {
        state += GOLDEN;
        return mix(state);
    }

    /** Draws a number from 0 to the bound, without the bound. */
    public int below(int bound) {
        return (int) Long.remainderUnsigned(next(), bound);
    }

    /** Draws a number from least to most, both included. */
    public int between(int least, int most) {
        return least + below(most - least + 1);
    }

    /** Draws a duration from least to most, both included. */
    public Duration between(Duration least, Duration most) {
        long width = most.minus(least).toNanos();
        return least.plusNanos(Long.remainderUnsigned(next(), width + 1));
    }

    /** Draws true with a probability of one in {@code times}. */
    public boolean oneIn(int times) {
        return below(times) == 0;
    }

    /** Draws true with this probability in percent. */
    public boolean percent(int times) {
        return below(100) < times;
    }

    /** Draws one of the choices. */
    public <T> T pick(List<T> choices) {
        return choices.get(below(choices.size()));
    }

    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
