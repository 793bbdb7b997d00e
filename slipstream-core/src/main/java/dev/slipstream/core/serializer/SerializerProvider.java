package dev.slipstream.core.serializer;

/** A wire format, found by {@link java.util.ServiceLoader} where none is named. */
public interface SerializerProvider {

    /** The name by which messages speak of this format. */
    String name();

    /** Returns the serializer. */
    Serializer serializer();
}
