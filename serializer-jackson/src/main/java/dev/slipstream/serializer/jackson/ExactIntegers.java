package dev.slipstream.serializer.jackson;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.function.Function;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.jdk.NumberDeserializers;
import tools.jackson.databind.deser.std.DelegatingDeserializer;
import tools.jackson.databind.module.SimpleModule;

/** Reads integral types exactly: 1.0 and 1e3 are integers; 1.5 is an error, although Jackson would truncate it. */
final class ExactIntegers {

    private ExactIntegers() {}

    static SimpleModule module() {
        SimpleModule module = new SimpleModule("slipstream exact integers");
        add(module, BigDecimal::intValueExact, int.class, Integer.class);
        add(module, BigDecimal::longValueExact, long.class, Long.class);
        add(module, BigDecimal::shortValueExact, short.class, Short.class);
        add(module, BigDecimal::byteValueExact, byte.class, Byte.class);
        add(module, ExactIntegers::bigInteger, BigInteger.class);
        return module;
    }

    @SafeVarargs
    @SuppressWarnings("unchecked") // Exact is declared for Object, but makes a T
    private static <T> void add(SimpleModule module, Function<BigDecimal, T> exactly, Class<T>... types) {
        for (Class<T> type : types) {
            ValueDeserializer<?> exact = new Exact<>(type, NumberDeserializers.find(type), exactly);
            module.addDeserializer(type, (ValueDeserializer<T>) exact);
        }
    }

    /** Limits the digits, because an exponent of ten chars can mean a billion digits. */
    private static BigInteger bigInteger(BigDecimal value) {
        if (value.signum() == 0) {
            return BigInteger.ZERO;
        }
        long digits = (long) value.precision() - value.scale(); // digits before the point
        if (digits <= 0 || digits > StrictJson.MAX_NUMBER_CHARS) {
            throw new ArithmeticException("a fraction, or too many digits");
        }
        return value.toBigIntegerExact();
    }

    /** Uses Jackson's deserializer, except for numbers whose value Jackson would change. */
    private static final class Exact<T> extends DelegatingDeserializer {

        private final Class<T> type;
        private final Function<BigDecimal, T> exactly;

        Exact(Class<T> type, ValueDeserializer<?> jacksons, Function<BigDecimal, T> exactly) {
            super(jacksons);
            this.type = type;
            this.exactly = exactly;
        }

        @Override
        protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> contextual) {
            return new Exact<>(type, contextual, exactly);
        }

        @Override
        public Object deserialize(JsonParser parser, DeserializationContext context) {
            JsonToken token = parser.currentToken();
            if (token == JsonToken.VALUE_NUMBER_FLOAT || (token == JsonToken.VALUE_NUMBER_INT && isByte())) {
                try {
                    return exactly.apply(parser.getDecimalValue());
                } catch (ArithmeticException inexact) {
                    return context.handleWeirdNumberValue(type, parser.getNumberValue(), "it is not exact");
                }
            }
            return super.deserialize(parser, context);
        }

        /** Whether the type is a byte. For a byte, Jackson's deserializer would read 200 as -56. */
        private boolean isByte() {
            return type == byte.class || type == Byte.class;
        }
    }
}
