package dev.slipstream.system.planted;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A method of ours, or what a class has outside of its methods: header, fields and initializers.
 *
 * <p>Written as {@code Class.method}, {@code Class.<init>} or {@code Class}. A nested class may stand behind the classes
 * around it, {@code Outer.Nested.method}. Where several modules have a class of that name, the module's folder or the
 * package stands before it: {@code transport-jdk/SerialQueue.execute}. The end of a package's name is enough.
 *
 * @param where a module's folder or a package; empty for any
 * @param types the class, behind the classes around it
 * @param method empty for what is in no method
 */
public record Anchor(String where, List<String> types, String method) {

    private static final Pattern WRITTEN =
            Pattern.compile("(?:([\\w.-]+)/)?([A-Z]\\w*(?:\\.[A-Z]\\w*)*)(?:\\.([a-z]\\w*|<init>))?");

    /**
     * Reads an anchor.
     *
     * @throws IllegalArgumentException if it is not written as one
     */
    static Anchor of(String written) {
        Matcher parts = WRITTEN.matcher(written);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "not an anchor, such as Class.method or module/Class.<init>: " + written);
        }
        return new Anchor(
                parts.group(1) == null ? "" : parts.group(1),
                Arrays.asList(parts.group(2).split("\\.")),
                parts.group(3) == null ? "" : parts.group(3));
    }

    /** The class, behind the classes around it. */
    String type() {
        return String.join(".", types);
    }

    /** The class's own name. */
    String simpleName() {
        return types.getLast();
    }

    @Override
    public String toString() {
        return (where.isEmpty() ? "" : where + "/") + type() + (method.isEmpty() ? "" : "." + method);
    }
}
