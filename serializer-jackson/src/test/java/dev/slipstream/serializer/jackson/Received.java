package dev.slipstream.serializer.jackson;

import dev.slipstream.core.Payload;
import dev.slipstream.core.serializer.MalformedFrameException;
import dev.slipstream.core.transport.Frame;

/** Payloads as a server sends them. They may have values that a client refuses to send. */
final class Received {

    private Received() {}

    static Payload json(String text) {
        try {
            return JacksonSerializer.standard()
                    .decode(new Frame.Text("[null,null,\"topic\",\"event\"," + text + "]"))
                    .payload();
        } catch (MalformedFrameException e) {
            throw new AssertionError(e);
        }
    }
}
