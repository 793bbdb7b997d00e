package dev.slipstream.micrometer;

import dev.slipstream.core.Failure;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The values of tags. Names of this library's classes become lower case with underscores. No value is text of the
 * server.
 */
final class TagValues {

    /** The value of a tag that does not apply. Some registries accept no empty value. */
    static final String NONE = "none";

    private TagValues() {}

    /** Converts the simple name of a class: {@code JoinRefused} becomes {@code join_refused}. */
    static String of(String simpleName) {
        return simpleName.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }

    static String ofClass(Failure failure) {
        return of(failure.getClass().getSimpleName());
    }

    /** Converts the class name of an exception to its simple name, as other meters of Micrometer do. */
    static String ofThrown(String className) {
        return className.substring(Math.max(className.lastIndexOf('.'), className.lastIndexOf('$')) + 1);
    }

    /** Returns the value that user code gave, or {@link #NONE} if this value is null or empty. */
    static String given(@Nullable String value) {
        return value == null || value.isEmpty() ? NONE : value;
    }
}
