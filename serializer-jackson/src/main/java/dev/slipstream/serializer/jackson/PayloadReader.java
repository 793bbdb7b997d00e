package dev.slipstream.serializer.jackson;

import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * Binds the JSON text of payloads with a mapper, and parses it with a factory that does not intern keys.
 *
 * <p>Jackson's factories intern all keys, of up to 50,000 chars, in a table. They reject a document if too many keys
 * have equal hashes. Such a table is unsafe for payloads, because the authors of payloads choose the keys.
 */
final class PayloadReader {

    private final JsonMapper mapper;
    private final JsonFactory factory;

    PayloadReader(JsonMapper mapper) {
        this.mapper = mapper;
        this.factory = withoutTables(mapper.tokenStreamFactory());
    }

    /** Returns this factory if it does not intern keys, else a new one with the same other settings. */
    private static JsonFactory withoutTables(JsonFactory factory) {
        boolean keeps = factory.isEnabled(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
                || factory.isEnabled(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES);
        return keeps
                ? factory.rebuild()
                        .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
                        .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
                        .build()
                : factory;
    }

    JsonFactory factory() {
        return factory;
    }

    JsonMapper mapper() {
        return mapper;
    }

    /** Binds a text, with the features and limits of the mapper. */
    @SuppressWarnings("ReferenceEquality") // checks whether the mapper uses this very factory
    Object read(String json, JavaType type) {
        if (factory == mapper.tokenStreamFactory()) {
            return mapper.readValue(json, type);
        }
        try (JsonParser parser = factory.createParser(mapper._deserializationContext(), json)) {
            return mapper.readValue(parser, type);
        }
    }
}
