package dev.slipstream.core.machine.time;

/**
 * A generator of random numbers for jitter: SplitMix64 (Steele, Lea and Flood, 2014). The sequence depends only on the
 * seed and is the same in any JVM.
 */
public final class Jitter {

    private long state;

    public Jitter(long seed) {
        state = seed;
    }

    /** Returns a number that is at least 0 and less than 1. */
    public double next() {
        state += 0x9e3779b97f4a7c15L;
        long mixed = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return ((mixed ^ (mixed >>> 31)) >>> 11) * 0x1.0p-53;
    }
}
