package dev.slipstream.core;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;

/**
 * A generic type, for {@link Payload#as(TypeRef)}. An anonymous subclass names the type:
 *
 * <pre>{@code
 * Map<String, Chat> chats = payload.as(new TypeRef<Map<String, Chat>>() {});
 * }</pre>
 *
 * @param <T> the type, without type variables
 */
public abstract class TypeRef<T> {

    private final Type type;

    /**
     * Reads the type from the subclass.
     *
     * @throws IllegalArgumentException if the subclass names no type, or a type with a type variable, which is unknown
     *     at run time
     */
    protected TypeRef() {
        if (!(getClass().getGenericSuperclass() instanceof ParameterizedType parent)
                || parent.getRawType() != TypeRef.class) {
            throw new IllegalArgumentException(
                    "a TypeRef needs a type: write new TypeRef<List<String>>() {}, with your type in place of the list");
        }
        this.type = parent.getActualTypeArguments()[0];
        if (hasVariable(type)) {
            throw new IllegalArgumentException("a TypeRef cannot be of " + type.getTypeName()
                    + ": a type variable is unknown at run time; name the type itself");
        }
    }

    /** The type. */
    public final Type type() {
        return type;
    }

    @Override
    public final String toString() {
        return type.getTypeName();
    }

    private static boolean hasVariable(Type type) {
        return switch (type) {
            case TypeVariable<?> variable -> true;
            case ParameterizedType generic -> anyHasVariable(generic.getActualTypeArguments());
            case GenericArrayType array -> hasVariable(array.getGenericComponentType());
            case WildcardType wildcard ->
                anyHasVariable(wildcard.getUpperBounds()) || anyHasVariable(wildcard.getLowerBounds());
            default -> false; // a class; the switch needs a default, because Type is not sealed
        };
    }

    private static boolean anyHasVariable(Type... types) {
        return Arrays.stream(types).anyMatch(TypeRef::hasVariable);
    }
}
