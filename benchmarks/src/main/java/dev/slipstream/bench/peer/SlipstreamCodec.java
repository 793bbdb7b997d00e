package dev.slipstream.bench.peer;

import dev.slipstream.core.Payload;
import dev.slipstream.core.serializer.MalformedFrameException;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.serializer.jackson.JacksonSerializer;
import org.jspecify.annotations.Nullable;

/** This library's codec. It decodes the header and checks the payload, but does not decode the payload. */
final class SlipstreamCodec implements Codec {

    private final JacksonSerializer serializer = JacksonSerializer.standard();
    private @Nullable String raw;
    private @Nullable Payload encoded;

    @Override
    public Object decode(String frame) {
        try {
            return serializer.decode(new Frame.Text(frame));
        } catch (MalformedFrameException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Object encodeMap(int ref, Object map) {
        return frame(ref, serializer.encode(map));
    }

    @Override
    public Object encodeRecord(int ref, Order order) {
        return frame(ref, serializer.encode(order));
    }

    @Override
    public Object encodeEncoded(int ref, String json) {
        Payload ready = encoded;
        if (ready == null || !json.equals(raw)) {
            raw = json;
            ready = serializer.raw(json);
            encoded = ready;
        }
        return frame(ref, ready);
    }

    private Frame frame(int ref, Payload payload) {
        return serializer.encode(Message.of("1", Integer.toString(ref), "bench:000", "msg", payload));
    }
}
