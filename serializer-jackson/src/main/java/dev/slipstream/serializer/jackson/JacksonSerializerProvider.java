package dev.slipstream.serializer.jackson;

import dev.slipstream.core.serializer.Serializer;
import dev.slipstream.core.serializer.SerializerProvider;

/** Offers {@link JacksonSerializer#standard()} to whoever names no serializer. */
public final class JacksonSerializerProvider implements SerializerProvider {

    /** For the service loader. */
    public JacksonSerializerProvider() {}

    @Override
    public String name() {
        return "jackson";
    }

    @Override
    public Serializer serializer() {
        return JacksonSerializer.standard();
    }
}
