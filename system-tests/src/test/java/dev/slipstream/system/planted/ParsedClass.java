package dev.slipstream.system.planted;

import java.util.List;

/**
 * A class in a source.
 *
 * @param names its outer classes and its simple name
 * @param methods its methods and constructors in order
 * @param own everything outside of methods and nested classes: header, fields and initializers
 */
record ParsedClass(List<String> names, List<Method> methods, List<SourceRange> own) {

    /**
     * A method.
     *
     * @param name {@code <init>} for a constructor
     * @param range from its modifiers to its end
     */
    record Method(String name, SourceRange range) {}

    /** Returns whether the names of this class end with these names. */
    boolean isNamed(List<String> last) {
        int more = names.size() - last.size();
        return more >= 0 && names.subList(more, names.size()).equals(last);
    }

    /** Returns the names joined with dots, such as {@code Outer.Nested}. */
    String name() {
        return String.join(".", names);
    }

    /** Returns the methods of this name. Overloads give more than one. */
    List<SourceRange> ranges(String method) {
        return methods.stream()
                .filter(found -> found.name().equals(method))
                .map(Method::range)
                .toList();
    }
}
