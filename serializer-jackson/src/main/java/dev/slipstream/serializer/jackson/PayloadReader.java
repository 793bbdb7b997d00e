package dev.slipstream.serializer.jackson;

import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * Binds the JSON text of payloads with a mapper, and parses it with a factory that keeps no key.
 *
 * <p>Jackson's factories keep the keys that they read in a table, each up to 50,000 chars, and refuse a document of which
 * too many keys have one hash. Both are for keys that come again. Who writes a payload chooses its keys.
 */
final class PayloadReader {

    private final JsonMapper mapper;
    private final JsonFactory factory;

    PayloadReader(JsonMapper mapper) {
        this.mapper = mapper;
        this.factory = withoutTables(mapper.tokenStreamFactory());
    }

    /** Returns the factory itself if it keeps no keys; else a new one with the same settings. A subclass is lost then. */
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

    /** What texts are parsed with. */
    JsonFactory factory() {
        return factory;
    }

    /** What binds. */
    JsonMapper mapper() {
        return mapper;
    }

    /** Binds a text, with the features and limits of the mapper. */
    @SuppressWarnings("ReferenceEquality") // the question is whether the mapper has this very factory
    Object read(String json, JavaType type) {
        if (factory == mapper.tokenStreamFactory()) {
            return mapper.readValue(json, type);
        }
        try (JsonParser parser = factory.createParser(mapper._deserializationContext(), json)) {
            return mapper.readValue(parser, type);
        }
    }
}
