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

/**
 * Reads integral types exactly: of a number with a fraction or an exponent the value counts, so that 1.0 and 1e3 are
 * integers, and 1.5 is refused. Jackson cuts fractions off.
 */
final class ExactIntegers {

    private ExactIntegers() {}

    static SimpleModule module() {
        SimpleModule module = new SimpleModule("slipstream exact integers");
        add(module, int.class, BigDecimal::intValueExact);
        add(module, Integer.class, BigDecimal::intValueExact);
        add(module, long.class, BigDecimal::longValueExact);
        add(module, Long.class, BigDecimal::longValueExact);
        add(module, short.class, BigDecimal::shortValueExact);
        add(module, Short.class, BigDecimal::shortValueExact);
        add(module, byte.class, BigDecimal::byteValueExact);
        add(module, Byte.class, BigDecimal::byteValueExact);
        add(module, BigInteger.class, ExactIntegers::bigInteger);
        return module;
    }

    @SuppressWarnings("unchecked") // a delegating deserializer is one of Object, and makes what its delegate makes
    private static <T> void add(SimpleModule module, Class<T> type, Function<BigDecimal, T> exactly) {
        ValueDeserializer<?> exact = new Exact<>(type, NumberDeserializers.find(type), exactly);
        module.addDeserializer(type, (ValueDeserializer<T>) exact);
    }

    /** As many digits as a number may be written with: an exponent of ten chars would stand for a billion. */
    private static BigInteger bigInteger(BigDecimal value) {
        if (value.signum() == 0) {
            return BigInteger.ZERO;
        }
        long digits = (long) value.precision() - value.scale(); // before the point
        if (digits <= 0 || digits > StrictJson.MAX_NUMBER_CHARS) {
            throw new ArithmeticException("a fraction, or too many digits");
        }
        return value.toBigIntegerExact();
    }

    /** Jackson's deserializer, which is not asked about numbers of which it would take another value. */
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

        /** Jackson takes 200 as a byte, and makes -56 of it. */
        private boolean isByte() {
            return type == byte.class || type == Byte.class;
        }
    }
}
