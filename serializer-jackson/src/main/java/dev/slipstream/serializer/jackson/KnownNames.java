package dev.slipstream.serializer.jackson;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A cache of recent topics, events and refs, so that a repeated name becomes the same string.
 *
 * <p>Threads use it without synchronization: strings are immutable, and a lost entry costs only a new string.
 */
final class KnownNames {

    private static final int PLACES = 256;
    private static final int LONGEST = 64;

    private final @Nullable String[] names = new @Nullable String[PLACES];

    /** Returns the last name that the scan read. Takes the string from the cache if the cache has it. */
    String known(PlainScan scan, String text) {
        int start = scan.nameStart();
        int length = scan.nameEnd() - start;
        int place = scan.nameHash() & (PLACES - 1);
        String known = names[place];
        if (known != null && known.length() == length && text.startsWith(known, start)) {
            return known;
        }
        String made = text.substring(start, start + length);
        if (length <= LONGEST) {
            names[place] = made;
        }
        return made;
    }

    void clear() {
        Arrays.fill(names, null);
    }
}
