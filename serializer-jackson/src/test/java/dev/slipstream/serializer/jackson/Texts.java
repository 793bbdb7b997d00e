package dev.slipstream.serializer.jackson;

import java.lang.reflect.Field;

/** Computes the memory of the strings in the fields of an object. A JVM stores one or two bytes for each char. */
final class Texts {

    private Texts() {}

    static long bytesOf(Object owner) throws IllegalAccessException {
        long bytes = 0;
        for (Field field : owner.getClass().getDeclaredFields()) {
            field.setAccessible(true);
            if (field.get(owner) instanceof String text) {
                bytes += text.chars().allMatch(unit -> unit < 0x100) ? text.length() : 2L * text.length();
            }
        }
        return bytes;
    }
}
