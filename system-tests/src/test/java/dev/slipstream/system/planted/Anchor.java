package dev.slipstream.system.planted;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The place of a planted change: a method, or the parts of a class outside of its methods (header, fields and
 * initializers).
 *
 * <p>The form is {@code Class.method}, {@code Class.<init>} or {@code Class}. A nested class may follow its outer
 * classes, as in {@code Outer.Nested.method}. If several modules have a class of that name, the module folder or
 * package comes first, as in {@code transport-jdk/SerialQueue.execute}. For a package, the end of its name is enough.
 *
 * @param where a module folder or a package; empty if the class may be anywhere
 * @param types the outer classes and the class
 * @param method the name of the method; empty for the parts of the class outside of methods
 */
public record Anchor(String where, List<String> types, String method) {

    private static final Pattern WRITTEN =
            Pattern.compile("(?:([\\w.-]+)/)?([A-Z]\\w*(?:\\.[A-Z]\\w*)*)(?:\\.([a-z]\\w*|<init>))?");

    /**
     * Parses an anchor.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    static Anchor of(String written) {
        Matcher parts = WRITTEN.matcher(written);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "not an anchor (expected Class.method or module/Class.<init>): " + written);
        }
        return new Anchor(
                parts.group(1) == null ? "" : parts.group(1),
                Arrays.asList(parts.group(2).split("\\.")),
                parts.group(3) == null ? "" : parts.group(3));
    }

    /** Returns the outer classes and the class joined with dots, such as {@code Outer.Nested}. */
    String type() {
        return String.join(".", types);
    }

    /** Returns the simple name of the class. */
    String simpleName() {
        return types.getLast();
    }

    @Override
    public String toString() {
        return (where.isEmpty() ? "" : where + "/") + type() + (method.isEmpty() ? "" : "." + method);
    }
}
