package dev.slipstream.serializer.jackson;

import java.io.Serial;
import java.io.Writer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.IOContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;

/** Jackson's factory, with {@link DecimalGenerator} as its text generator. */
final class DecimalFactory extends JsonFactory {

    @Serial
    private static final long serialVersionUID = 1;

    DecimalFactory(JsonFactoryBuilder builder) {
        super(builder);
    }

    @Override
    protected JsonGenerator _createGenerator(ObjectWriteContext context, IOContext io, Writer target) {
        CharacterEscapes escapes = context.getCharacterEscapes();
        return new DecimalGenerator(
                context,
                io,
                context.getStreamWriteFeatures(_streamWriteFeatures),
                context.getFormatWriteFeatures(_formatWriteFeatures),
                target,
                context.getRootValueSeparator(_rootValueSeparator),
                context.getPrettyPrinter(),
                escapes == null ? _characterEscapes : escapes,
                _maximumNonEscapedChar,
                _quoteChar);
    }
}
