package dev.slipstream.serializer.jackson;

import dev.slipstream.core.AdapterUnusableException;
import dev.slipstream.core.serializer.Serializer;
import dev.slipstream.core.serializer.SerializerProvider;

/** Provides {@link JacksonSerializer#standard()} as the default serializer. */
public final class JacksonSerializerProvider implements SerializerProvider {

    /** Called by {@link java.util.ServiceLoader}. */
    public JacksonSerializerProvider() {}

    @Override
    public String name() {
        return "jackson";
    }

    @Override
    public Serializer serializer() {
        try {
            return JacksonSerializer.standard();
        } catch (LinkageError fault) {
            throw new AdapterUnusableException(JacksonVersions.explained(fault), fault);
        }
    }
}
