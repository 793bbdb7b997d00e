package dev.slipstream.core.serializer;

/** Provides a wire format. {@link java.util.ServiceLoader} finds the provider, unless the options name a provider. */
public interface SerializerProvider {

    /** The name of this format in error messages. */
    String name();

    /**
     * Returns the serializer.
     *
     * @throws SerializerUnusableException if the serializer cannot work here; the exception says what to do
     */
    Serializer serializer();
}
