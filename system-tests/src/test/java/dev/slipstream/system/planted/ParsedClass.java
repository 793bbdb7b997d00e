package dev.slipstream.system.planted;

import java.util.List;

/**
 * A class of a source.
 *
 * @param names its simple name, behind the classes around it
 * @param methods its methods and constructors, in order
 * @param own what is in no method and in no nested class: the header, fields and initializers
 */
record ParsedClass(List<String> names, List<Method> methods, List<SourceRange> own) {

    /**
     * A method.
     *
     * @param name {@code <init>} for a constructor
     * @param range from its modifiers to its end
     */
    record Method(String name, SourceRange range) {}

    /** Whether these are the last of its names. */
    boolean isNamed(List<String> last) {
        int more = names.size() - last.size();
        return more >= 0 && names.subList(more, names.size()).equals(last);
    }

    /** The simple name, behind the classes around it. */
    String name() {
        return String.join(".", names);
    }

    /** The methods of this name: more than one if it is overloaded. */
    List<SourceRange> ranges(String method) {
        return methods.stream()
                .filter(found -> found.name().equals(method))
                .map(Method::range)
                .toList();
    }
}
