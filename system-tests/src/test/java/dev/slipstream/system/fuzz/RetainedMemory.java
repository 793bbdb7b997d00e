package dev.slipstream.system.fuzz;

import dev.slipstream.core.Payload;
import java.lang.reflect.Field;
import java.util.Map;

/** Measures what a payload and its serializer keep in memory. */
final class RetainedMemory {

    private static final int LATIN_1 = 0x100;

    private RetainedMemory() {}

    /** The bytes of the strings in the payload's fields. A string with a char beyond Latin-1 has two bytes per char. */
    static long textsOf(Payload payload) {
        long bytes = 0;
        try {
            for (Field field : payload.getClass().getDeclaredFields()) {
                field.setAccessible(true);
                if (field.get(payload) instanceof String text) {
                    bytes += text.chars().allMatch(unit -> unit < LATIN_1) ? text.length() : 2L * text.length();
                }
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
        return bytes;
    }

    /** Whether two reads of an object give the same string instance for its last key. */
    static boolean keepsKey(Payload object) {
        String key = lastKey(object);
        return !key.isEmpty() && isSame(key, lastKey(object));
    }

    @SuppressWarnings("ReferenceEquality") // checks for the same object
    private static boolean isSame(String key, String again) {
        return key == again;
    }

    private static String lastKey(Payload object) {
        String last = "";
        for (Object key : object.as(Map.class).keySet()) {
            last = (String) key;
        }
        return last;
    }
}
