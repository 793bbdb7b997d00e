package dev.slipstream.serializer.jackson;

import java.io.Closeable;
import java.io.Serial;
import tools.jackson.databind.DatabindException;

/**
 * Refuses a value or a type that Jackson would accept. Jackson completes this exception with the place in the value.
 * This library writes the message, so the message holds no content of a payload.
 */
final class Refusal extends DatabindException {

    @Serial
    private static final long serialVersionUID = 1;

    Refusal(Closeable processor, String why) {
        super(processor, why);
    }
}
