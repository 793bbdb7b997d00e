package dev.slipstream.serializer.jackson;

import java.io.Serial;
import java.io.Writer;
import java.math.BigDecimal;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.IOContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;
import tools.jackson.core.json.WriterBasedJsonGenerator;

/**
 * A factory of Jackson. Its text generators write short decimals with {@link Decimals}. They refuse NaN,
 * infinities, and numbers that are too large for a double (see {@link LargeNumbers}).
 */
final class DecimalFactory extends JsonFactory {

    @Serial
    private static final long serialVersionUID = 1;

    DecimalFactory(JsonFactoryBuilder builder) {
        super(builder);
    }

    @Override
    protected JsonGenerator _createGenerator(ObjectWriteContext context, IOContext io, Writer target) {
        CharacterEscapes escapes = context.getCharacterEscapes();
        return new WriterBasedJsonGenerator(
                context,
                io,
                context.getStreamWriteFeatures(_streamWriteFeatures),
                context.getFormatWriteFeatures(_formatWriteFeatures),
                target,
                context.getRootValueSeparator(_rootValueSeparator),
                context.getPrettyPrinter(),
                escapes == null ? _characterEscapes : escapes,
                _maximumNonEscapedChar,
                _quoteChar) {

            @Override
            public JsonGenerator writeNumber(double value) {
                long millionths = Decimals.millionths(value);
                if (millionths < 0 || _cfgNumbersAsStrings) {
                    StrictGenerator.checkFinite(this, value);
                    return super.writeNumber(value);
                }
                _verifyValueWrite("write a number");
                if (_outputEnd - _outputTail < Decimals.LONGEST) {
                    _flushBuffer();
                }
                _outputTail = Decimals.write(value, millionths, _outputBuffer, _outputTail);
                return this;
            }

            @Override
            public JsonGenerator writeNumber(float value) {
                StrictGenerator.checkFinite(this, value);
                return super.writeNumber(value);
            }

            @Override
            public JsonGenerator writeNumber(BigDecimal value) {
                StrictGenerator.checkRange(this, value);
                return super.writeNumber(value);
            }

            @Override
            public JsonGenerator writeRawValue(String json) {
                StrictGenerator.checkRanges(this, json);
                return super.writeRawValue(json);
            }
        };
    }
}
