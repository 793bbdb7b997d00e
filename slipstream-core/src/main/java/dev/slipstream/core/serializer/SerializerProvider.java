package dev.slipstream.core.serializer;

/** Provides a wire format. {@link java.util.ServiceLoader} finds it unless the options name one. */
public interface SerializerProvider {

    /** The name of this format in messages. */
    String name();

    /**
     * Returns the serializer.
     *
     * @throws SerializerUnusableException if it cannot work here; its message says what to do
     */
    Serializer serializer();
}
