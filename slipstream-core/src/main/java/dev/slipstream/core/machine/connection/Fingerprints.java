package dev.slipstream.core.machine.connection;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Finds known texts in other texts. For each known text it keeps only the length and three kinds of hashes: of the
 * whole text, of its first four chars, and of its words.
 *
 * <p>A search reads the searched text once. At each char, the search looks up the hash of the next four chars. If a
 * known text begins with these four chars, the search takes a part of the searched text that is as long as this known
 * text, and looks up the hash of this part. So the time of a search depends on the length of the searched text, and
 * hardly on the number of known texts.
 */
final class Fingerprints {

    static final Fingerprints NONE = new Fingerprints(new long[0], new long[0]);

    /**
     * A known text shorter than this is found only if it is the whole searched text, because it may occur inside other
     * words by chance.
     */
    private static final int SHORTEST_TEXT = 4;

    /** Words shorter than this are not hidden, because most of them are plain English. */
    private static final int SHORTEST_WORD = 6;

    private static final String MASK = "***";

    /** The hashes of the known texts and of their words, sorted and without duplicates. */
    private final long[] known;
    /**
     * The hash of the first four chars (upper half) and the length (lower half) of each known text with at least four
     * chars. Sorted and without duplicates.
     */
    private final long[] starts;

    private Fingerprints(long[] known, long[] starts) {
        this.known = known;
        this.starts = starts;
    }

    static Fingerprints of(List<String> texts) {
        LongStream.Builder known = LongStream.builder();
        LongStream.Builder starts = LongStream.builder();
        for (String text : texts) {
            known.add(TextHashes.hash(text, 0, text.length()));
            if (text.length() >= SHORTEST_TEXT) {
                starts.add(upperHalf(TextHashes.hash(text, 0, SHORTEST_TEXT)) | text.length());
            }
            addWords(text, known);
        }
        return texts.isEmpty() ? NONE : new Fingerprints(sorted(known), sorted(starts));
    }

    private static void addWords(String text, LongStream.Builder known) {
        for (int start = 0; start < text.length(); start++) {
            int end = endOfWord(text, start);
            if (end - start >= SHORTEST_WORD) {
                known.add(TextHashes.hash(text, start, end));
            }
            start = Math.max(start, end);
        }
    }

    private static long[] sorted(LongStream.Builder values) {
        long[] sorted = values.build().sorted().toArray();
        int size = 0;
        for (long value : sorted) {
            if (size == 0 || sorted[size - 1] != value) {
                sorted[size++] = value;
            }
        }
        return Arrays.copyOf(sorted, size);
    }

    /** The number of known texts and words. */
    int size() {
        return known.length;
    }

    /** Replaces each known text, and each word of a known text, by asterisks. */
    static String masked(String text, List<Fingerprints> all) {
        TextHashes hashes = new TextHashes(text);
        boolean[] hidden = new boolean[text.length()];
        for (Fingerprints some : all) {
            if (some.isKnown(hashes, 0, text.length())) {
                return MASK;
            }
            some.hideTexts(hashes, hidden);
            some.hideWords(text, hashes, hidden);
        }
        return shown(text, hidden);
    }

    private void hideTexts(TextHashes hashes, boolean[] hidden) {
        int hiddenTo = 0;
        for (int from = 0; starts.length > 0 && from + SHORTEST_TEXT <= hidden.length; from++) {
            long start = upperHalf(hashes.of(from, from + SHORTEST_TEXT));
            for (int i = firstAtLeast(start); i < starts.length && upperHalf(starts[i]) == start; i++) {
                int to = from + (int) starts[i];
                if (to > hiddenTo && to <= hidden.length && isKnown(hashes, from, to)) {
                    Arrays.fill(hidden, Math.max(from, hiddenTo), to, true);
                    hiddenTo = to;
                }
            }
        }
    }

    private static long upperHalf(long hash) {
        return hash >>> Integer.SIZE << Integer.SIZE;
    }

    private int firstAtLeast(long start) {
        int index = Arrays.binarySearch(starts, start);
        return index < 0 ? -index - 1 : index;
    }

    private void hideWords(String text, TextHashes hashes, boolean[] hidden) {
        for (int start = 0; known.length > 0 && start < text.length(); start++) {
            int end = endOfWord(text, start);
            if (end - start >= SHORTEST_WORD && isKnown(hashes, start, end)) {
                Arrays.fill(hidden, start, end, true);
            }
            start = Math.max(start, end);
        }
    }

    private boolean isKnown(TextHashes hashes, int from, int to) {
        return Arrays.binarySearch(known, hashes.of(from, to)) >= 0;
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

    /** The index after the word that begins at {@code start}; {@code start} if no word begins there. */
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

    @Override
    public String toString() {
        return known.length + " hashes";
    }
}
