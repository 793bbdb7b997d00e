package dev.slipstream.testkit.phoenix;

import dev.slipstream.core.Encoder;
import dev.slipstream.core.Payload;
import dev.slipstream.core.PayloadMismatch;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;

/** An encoder of what prints like JSON, for tests that need no JSON. */
final class Texts implements Encoder {

    record Text(String text) implements Payload.Json {

        @Override
        public int size() {
            return text.length();
        }

        @Override
        public <T> T as(Class<T> type) {
            throw new PayloadMismatch(type.getName());
        }

        @Override
        public Object as(Type type) {
            throw new PayloadMismatch(type.getTypeName());
        }

        @Override
        public <T> List<T> asList(Class<T> type) {
            throw new PayloadMismatch(type.getName());
        }

        @Override
        public boolean isEmptyObject() {
            return text.equals("{}");
        }
    }

    @Override
    public Payload encode(Object value) {
        return switch (value) {
            case Payload payload -> payload;
            case byte[] bytes -> Payload.binary(bytes);
            case Map<?, ?> map -> new Text(map.toString());
            case Integer number -> new Text(number.toString());
            default ->
                throw new IllegalArgumentException(
                        "cannot encode a " + value.getClass().getName());
        };
    }
}
