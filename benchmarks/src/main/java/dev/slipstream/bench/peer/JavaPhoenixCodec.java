package dev.slipstream.bench.peer;

import java.util.List;
import org.phoenixframework.Defaults;

/** JavaPhoenixClient's codec, which encodes only maps. */
final class JavaPhoenixCodec implements Codec {

    @Override
    public Object decode(String frame) {
        return Defaults.INSTANCE.getDecode().invoke(frame);
    }

    @Override
    public Object encodeMap(int ref, Object map) {
        return Defaults.INSTANCE.getEncode().invoke(List.of("1", Integer.toString(ref), "bench:000", "msg", map));
    }

    @Override
    public Object encodeRecord(int ref, Order order) {
        throw new UnsupportedOperationException("JavaPhoenixClient encodes only maps");
    }

    @Override
    public Object encodeEncoded(int ref, String json) {
        throw new UnsupportedOperationException("JavaPhoenixClient encodes only maps");
    }
}
