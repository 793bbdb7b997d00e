package dev.slipstream.serializer.jackson;

import java.io.Writer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.IOContext;
import tools.jackson.core.json.WriterBasedJsonGenerator;

/** Jackson's generator, which writes short decimals with {@link Decimals}. */
final class DecimalGenerator extends WriterBasedJsonGenerator {

    DecimalGenerator(
            ObjectWriteContext context,
            IOContext io,
            int streamFeatures,
            int formatFeatures,
            Writer target,
            SerializableString rootSeparator,
            PrettyPrinter printer,
            CharacterEscapes escapes,
            int maxNonEscaped,
            char quote) {
        super(
                context,
                io,
                streamFeatures,
                formatFeatures,
                target,
                rootSeparator,
                printer,
                escapes,
                maxNonEscaped,
                quote);
    }

    @Override
    public JsonGenerator writeNumber(double value) {
        long millionths = Decimals.millionths(value);
        if (millionths < 0 || _cfgNumbersAsStrings) {
            return super.writeNumber(value);
        }
        _verifyValueWrite("write a number");
        if (_outputEnd - _outputTail < Decimals.LONGEST) {
            _flushBuffer();
        }
        _outputTail = Decimals.write(value, millionths, _outputBuffer, _outputTail);
        return this;
    }
}
