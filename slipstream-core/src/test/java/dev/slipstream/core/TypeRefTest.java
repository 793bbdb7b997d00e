package dev.slipstream.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A type reference holds a complete type, or cannot be created. */
class TypeRefTest {

    private abstract static class Between<T> extends TypeRef<List<T>> {}

    @Test
    void typeIsTypeArgumentOfSubclass() {
        assertThat(new TypeRef<Map<String, List<Integer>>>() {})
                .hasToString("java.util.Map<java.lang.String, java.util.List<java.lang.Integer>>");
        assertThat(new TypeRef<List<? extends Number>[]>() {})
                .hasToString("java.util.List<? extends java.lang.Number>[]");
        assertThat(new TypeRef<String>() {}.type()).isEqualTo(String.class);
    }

    @Test
    @SuppressWarnings("rawtypes") // a raw TypeRef must be rejected
    void missingOrUnknownTypeIsRejected() {
        assertThatThrownBy(() -> new TypeRef() {})
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a TypeRef needs a type");
        assertThatThrownBy(() -> new Between<String>() {}).hasMessageContaining("a TypeRef needs a type");
        for (ThrowingCallable each : TypeRefTest.<String>ofVariable()) {
            assertThatThrownBy(each)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("a type variable is unknown at run time");
        }
    }

    private static <T> List<ThrowingCallable> ofVariable() {
        return List.of(
                () -> new TypeRef<T>() {},
                () -> new TypeRef<T[]>() {},
                () -> new TypeRef<Map<String, List<T>>>() {},
                () -> new TypeRef<List<? extends T>>() {},
                () -> new TypeRef<List<? super T>>() {});
    }
}
