package dev.slipstream.system.api;

import java.io.IOException;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A sample API with one of each kind of declaration that a listing distinguishes. */
public final class OfferedTypes {

    private OfferedTypes() {}

    public sealed interface Shape {
        default String name() {
            return "shape";
        }
    }

    public record Circle(@Nullable Double radius) implements Shape {
        public Circle() {
            this(1.0);
        }

        @Override
        public String toString() {
            return "circle";
        }
    }

    public enum Color implements Supplier<String> {
        RED,
        GREEN;

        @Override
        public String get() {
            return name();
        }
    }

    interface Hidden {
        void unseen();
    }

    @Deprecated
    public abstract static class Offered<T extends Shape> extends Thread implements Comparable<Offered<?>> {
        public static final int LIMIT = 1;
        protected @Nullable T shape;

        protected Offered(int number) {
            shape = null;
        }

        public <U extends @Nullable Object> U read(Map<String, ? extends @Nullable T> shapes, String... names)
                throws IOException {
            throw new IOException();
        }

        @Deprecated
        protected abstract @Nullable T find(byte[] bytes, Function<? super T, String @Nullable []> names);

        @Override
        public int compareTo(Offered<?> other) {
            return 0;
        }
    }
}
