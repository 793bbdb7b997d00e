package dev.slipstream.bench.peer;

import java.util.List;
import org.phoenixframework.Defaults;
import org.phoenixframework.Message;

/** JavaPhoenixClient's, which takes maps alone. */
final class JavaPhoenixCodec implements Codec {

    @Override
    public int decode(String frame) {
        Message message = Defaults.INSTANCE.getDecode().invoke(frame);
        return message.getEvent().length()
                + message.getTopic().length()
                + message.getPayload().size();
    }

    @Override
    public int encodeMap(int ref, Object map) {
        return Defaults.INSTANCE
                .getEncode()
                .invoke(List.of("1", Integer.toString(ref), "bench:000", "msg", map))
                .length();
    }

    @Override
    public int encodeRecord(int ref, Order order) {
        throw new UnsupportedOperationException("it pushes maps");
    }

    @Override
    public int encodeEncoded(int ref, String json) {
        throw new UnsupportedOperationException("it pushes maps");
    }
}
