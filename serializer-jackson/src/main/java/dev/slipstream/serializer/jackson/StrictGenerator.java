package dev.slipstream.serializer.jackson;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.SerializableString;
import tools.jackson.core.util.JsonGeneratorDelegate;

/**
 * A generator that refuses strings, keys and numbers that Jackson writes although Phoenix cannot read them. It is slow.
 * So Jackson first writes a value without it. If the text may hold something that Phoenix cannot read, this generator
 * writes the value again, to find the place.
 */
final class StrictGenerator extends JsonGeneratorDelegate {

    static final String IN_STRING = "a string has a lone surrogate (half of a character), which Phoenix cannot read;"
            + " cut strings between characters only, or replace the surrogate";

    private static final String IN_KEY = "a key has a lone surrogate";

    StrictGenerator(JsonGenerator delegate) {
        super(delegate, false);
    }

    private void check(String text, String why) {
        if (Surrogates.firstLone(text) >= 0) {
            throw new Refusal(this, why);
        }
    }

    static void checkFinite(JsonGenerator generator, double number) {
        if (!Double.isFinite(number)) {
            throw new Refusal(generator, number + " is no JSON number; send null, a string or another number");
        }
    }

    static void checkRange(JsonGenerator generator, @Nullable BigDecimal number) {
        if (number != null && LargeNumbers.isTooLarge(number)) {
            throw new Refusal(generator, LargeNumbers.REFUSED);
        }
    }

    static void checkRanges(JsonGenerator generator, String json) {
        if (LargeNumbers.firstInJson(json) >= 0) {
            throw new Refusal(generator, LargeNumbers.REFUSED);
        }
    }

    @Override
    public JsonGenerator writeName(String name) {
        check(name, IN_KEY);
        return super.writeName(name);
    }

    @Override
    public JsonGenerator writeName(SerializableString name) {
        check(name.getValue(), IN_KEY);
        return super.writeName(name);
    }

    @Override
    public JsonGenerator writeString(String text) {
        if (text != null) {
            check(text, IN_STRING);
        }
        return super.writeString(text);
    }

    @Override
    public JsonGenerator writeString(SerializableString text) {
        check(text.getValue(), IN_STRING);
        return super.writeString(text);
    }

    @Override
    public JsonGenerator writeString(char[] text, int offset, int length) {
        check(new String(text, offset, length), IN_STRING);
        return super.writeString(text, offset, length);
    }

    @Override
    public JsonGenerator writeArray(String[] texts, int offset, int length) {
        writeStartArray(texts, length);
        for (int i = offset; i < offset + length; i++) {
            writeString(texts[i]);
        }
        return writeEndArray();
    }

    @Override
    public JsonGenerator writeRawValue(String json) {
        if (Surrogates.firstLoneInJson(json, 0, json.length()) >= 0) {
            throw new Refusal(this, IN_STRING);
        }
        checkRanges(this, json);
        return super.writeRawValue(json);
    }

    @Override
    public JsonGenerator writeNumber(double number) {
        checkFinite(this, number);
        return super.writeNumber(number);
    }

    @Override
    public JsonGenerator writeNumber(float number) {
        checkFinite(this, number);
        return super.writeNumber(number);
    }

    @Override
    public JsonGenerator writeNumber(BigDecimal number) {
        checkRange(this, number);
        return super.writeNumber(number);
    }

    @Override
    public JsonGenerator writeArray(double[] numbers, int offset, int length) {
        writeStartArray(numbers, length);
        for (int i = offset; i < offset + length; i++) {
            writeNumber(numbers[i]);
        }
        return writeEndArray();
    }
}
