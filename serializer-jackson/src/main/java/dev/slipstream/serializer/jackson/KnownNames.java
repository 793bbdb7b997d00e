package dev.slipstream.serializer.jackson;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The names that came last: topics and events come again and again, and are the same strings then, made once.
 *
 * <p>Many threads read and write here without order. A string is whole wherever it is seen, and one that is missed is made
 * anew.
 */
final class KnownNames {

    private static final int PLACES = 256;
    private static final int LONGEST = 64;

    private final @Nullable String[] names = new @Nullable String[PLACES];

    /** The last name of a scan. */
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
