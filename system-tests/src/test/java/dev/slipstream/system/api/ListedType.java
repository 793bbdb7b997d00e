package dev.slipstream.system.api;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedTypeVariable;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The text of a type in a listing, with its type arguments and {@code @Nullable}. */
final class ListedType {

    private ListedType() {}

    /** One use of a type, such as {@code Map<String, @Nullable Object>}. */
    static String of(AnnotatedType use) {
        return switch (use) {
            case AnnotatedArrayType array ->
                of(array.getAnnotatedGenericComponentType()) + (isNullable(use) ? " @Nullable []" : "[]");
            case AnnotatedWildcardType wildcard -> "?" + bounds(wildcard);
            case AnnotatedTypeVariable variable ->
                nullable(use) + variable.getType().getTypeName();
            case AnnotatedParameterizedType generic ->
                nullable(use)
                        + name((Class<?>) ((ParameterizedType) generic.getType()).getRawType())
                        + "<"
                        + all(generic.getAnnotatedActualTypeArguments())
                        + ">";
            default -> nullable(use) + name((Class<?>) use.getType());
        };
    }

    /** Several uses of types, in order. */
    static String all(AnnotatedType[] uses) {
        return Arrays.stream(uses).map(ListedType::of).collect(Collectors.joining(", "));
    }

    /**
     * The type variables of a declaration with their bounds, such as {@code <T extends Event>}; empty if it has none.
     */
    static String variables(TypeVariable<?>[] variables) {
        if (variables.length == 0) {
            return "";
        }
        return Arrays.stream(variables)
                .map(variable -> variable.getName() + bound(" extends ", variable.getAnnotatedBounds()))
                .collect(Collectors.joining(", ", "<", ">"));
    }

    /** The name of a class, without its package for classes of the JDK and of this library. */
    static String name(Class<?> type) {
        String full = type.getTypeName().replace('$', '.');
        boolean isShort = full.startsWith("java.") || full.startsWith("dev.slipstream.");
        return isShort ? full.substring(type.getPackageName().length() + 1) : full;
    }

    /** The runtime annotations of a declaration, each followed by a space. */
    static String annotations(AnnotatedElement declared) {
        return Arrays.stream(declared.getDeclaredAnnotations())
                .map(Annotation::annotationType)
                .filter(type -> type != Nullable.class)
                .map(type -> "@" + type.getSimpleName() + " ")
                .sorted()
                .collect(Collectors.joining());
    }

    private static String bounds(AnnotatedWildcardType wildcard) {
        String lower = bound(" super ", wildcard.getAnnotatedLowerBounds());
        return lower.isEmpty() ? bound(" extends ", wildcard.getAnnotatedUpperBounds()) : lower;
    }

    private static String bound(String word, AnnotatedType[] bounds) {
        List<String> named = Stream.of(bounds)
                .filter(bound -> !isObject(bound.getType()) || isNullable(bound))
                .map(ListedType::of)
                .toList();
        return named.isEmpty() ? "" : word + String.join(" & ", named);
    }

    private static boolean isObject(Type type) {
        return type == Object.class;
    }

    private static String nullable(AnnotatedType use) {
        return isNullable(use) ? "@Nullable " : "";
    }

    private static boolean isNullable(AnnotatedType use) {
        return use.isAnnotationPresent(Nullable.class);
    }
}
