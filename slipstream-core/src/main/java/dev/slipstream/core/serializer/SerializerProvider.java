package dev.slipstream.core.serializer;

import dev.slipstream.core.AdapterUnusableException;

/** Provides a wire format. {@link java.util.ServiceLoader} finds the provider, unless the options name a provider. */
public interface SerializerProvider {

    /** The name of this format in error messages. */
    String name();

    /**
     * Returns the serializer.
     *
     * @throws AdapterUnusableException if the serializer cannot work in this program; the exception says what to do
     */
    Serializer serializer();
}
