package dev.slipstream.core.machine.connection;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Finds texts in other texts, without keeping them: of each text it has only the length and a hash, and the hashes of
 * its words.
 */
final class Fingerprints {

    static final Fingerprints NONE = new Fingerprints(new int[0], new long[0], new long[0]);

    /** Shorter texts are found only if they are a whole text. They occur in most words. */
    private static final int SHORTEST_TEXT = 4;

    /** Shorter words are not found. Most of them are plain English. */
    private static final int SHORTEST_WORD = 6;

    /** An odd number with evenly spread bits: 2^64 divided by the golden ratio. */
    private static final long FACTOR = 0x9e3779b97f4a7c15L;

    private static final String MASK = "***";

    private final int[] lengths;
    /** The hashes of the texts, in the order of the lengths. */
    private final long[] hashes;
    /** The hashes of the words of the texts, sorted. */
    private final long[] words;

    private Fingerprints(int[] lengths, long[] hashes, long[] words) {
        this.lengths = lengths;
        this.hashes = hashes;
        this.words = words;
    }

    static Fingerprints of(List<String> texts) {
        return texts.isEmpty()
                ? NONE
                : new Fingerprints(
                        texts.stream().mapToInt(String::length).toArray(),
                        texts.stream()
                                .mapToLong(text -> hash(text, 0, text.length()))
                                .toArray(),
                        texts.stream()
                                .flatMapToLong(Fingerprints::words)
                                .sorted()
                                .toArray());
    }

    Fingerprints and(Fingerprints more) {
        int[] allLengths = Arrays.copyOf(lengths, lengths.length + more.lengths.length);
        System.arraycopy(more.lengths, 0, allLengths, lengths.length, more.lengths.length);
        return new Fingerprints(allLengths, joined(hashes, more.hashes), sorted(joined(words, more.words)));
    }

    private static long[] sorted(long[] values) {
        Arrays.sort(values);
        return values;
    }

    private static long[] joined(long[] some, long[] more) {
        return LongStream.concat(Arrays.stream(some), Arrays.stream(more)).toArray();
    }

    /** Replaces each known text in this text by asterisks, and each word of a known text. */
    String masked(String text) {
        boolean[] hidden = new boolean[text.length()];
        if (contains(ofLength(text.length()), hash(text, 0, text.length()))) {
            return MASK;
        }
        Arrays.stream(lengths)
                .distinct()
                .filter(length -> length >= SHORTEST_TEXT)
                .forEach(length -> hideTexts(text, length, hidden));
        for (int start = 0; start < text.length(); start++) {
            int end = endOfWord(text, start);
            if (end - start >= SHORTEST_WORD && contains(words, hash(text, start, end))) {
                Arrays.fill(hidden, start, end, true);
            }
            start = Math.max(start, end);
        }
        return shown(text, hidden);
    }

    /** Hides each known text of this length. The hash of a part follows from the hash of the part before it. */
    private void hideTexts(String text, int length, boolean[] hidden) {
        long[] known = ofLength(length);
        long power = 1;
        for (int i = 1; i < length; i++) {
            power *= FACTOR;
        }
        long hash = length <= text.length() ? hash(text, 0, length) : 0;
        for (int end = length; end <= text.length(); end++) {
            if (contains(known, hash)) {
                Arrays.fill(hidden, end - length, end, true);
            }
            if (end < text.length()) {
                hash = (hash - code(text, end - length) * power) * FACTOR + code(text, end);
            }
        }
    }

    private static String shown(String text, boolean[] hidden) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < hidden.length; i++) {
            if (!hidden[i]) {
                shown.append(text.charAt(i));
            } else if (i == 0 || !hidden[i - 1]) {
                shown.append(MASK);
            }
        }
        return shown.toString();
    }

    /** The hashes of the texts of this length, sorted. */
    private long[] ofLength(int length) {
        return IntStream.range(0, hashes.length)
                .filter(index -> lengths[index] == length)
                .mapToLong(index -> hashes[index])
                .sorted()
                .toArray();
    }

    private static boolean contains(long[] sorted, long hash) {
        return Arrays.binarySearch(sorted, hash) >= 0;
    }

    private static LongStream words(String text) {
        LongStream.Builder words = LongStream.builder();
        for (int start = 0; start < text.length(); start++) {
            int end = endOfWord(text, start);
            if (end - start >= SHORTEST_WORD) {
                words.add(hash(text, start, end));
            }
            start = Math.max(start, end);
        }
        return words.build();
    }

    /** The index after the word that begins here; this index if no word begins here. */
    private static int endOfWord(String text, int start) {
        int end = start;
        while (end < text.length() && isInWord(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isInWord(char unit) {
        return Character.isJavaIdentifierPart(unit) || unit == '-';
    }

    private static long hash(String text, int from, int to) {
        long hash = 0;
        for (int i = from; i < to; i++) {
            hash = hash * FACTOR + code(text, i);
        }
        return hash;
    }

    private static long code(String text, int index) {
        return text.charAt(index) + 1L;
    }

    @Override
    public String toString() {
        return hashes.length + " texts";
    }
}
