package dev.slipstream.serializer.jackson;

import java.lang.reflect.Field;

/** The memory of the texts that an object has in its fields, by the JVM's rule: a byte for each char, or two. */
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
