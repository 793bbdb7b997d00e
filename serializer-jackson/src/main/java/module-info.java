import dev.slipstream.core.serializer.SerializerProvider;
import dev.slipstream.serializer.jackson.JacksonSerializerProvider;
import org.jspecify.annotations.NullMarked;

/** The serializer on Jackson: encodes and decodes Phoenix's JSON messages, and decodes payloads on demand. */
@NullMarked
module dev.slipstream.serializer.jackson {
    requires transitive dev.slipstream.core;
    requires transitive tools.jackson.databind;
    requires static org.jspecify;

    exports dev.slipstream.serializer.jackson;

    provides SerializerProvider with
            JacksonSerializerProvider;
}
