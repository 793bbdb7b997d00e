package dev.slipstream.serializer.jackson;

import dev.slipstream.core.Payload;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;

/** Writes a payload that is part of another value: JSON unchanged, and bytes in base64 as Jackson does. */
final class PayloadInside extends ValueSerializer<Payload> {

    @Override
    public void serialize(Payload value, JsonGenerator generator, SerializationContext context) {
        switch (value) {
            case Payload.Json json -> generator.writeRawValue(json.text());
            case Payload.Binary bytes -> generator.writeBinary(bytes.bytes());
            case Payload.Omitted omitted -> throw new IllegalArgumentException(JacksonSerializer.notKept(omitted));
        }
    }
}
