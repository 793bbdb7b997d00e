package dev.slipstream.bench.jmh;

import dev.slipstream.core.Payload;
import dev.slipstream.core.serializer.MalformedFrameException;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.serializer.jackson.JacksonSerializer;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Decodes and encodes frames. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CodecBenchmark {

    /** Length of the text in the payload. */
    @Param({"40", "490", "5000"})
    public int size;

    private final JacksonSerializer serializer = JacksonSerializer.standard();
    private Frame message = new Frame.Text("");
    private Frame reply = new Frame.Text("");
    private Map<String, String> map = Map.of();
    private Payload payload = Payload.binary(new byte[0]);
    private Frame binary = new Frame.Binary(new byte[0]);

    @Setup
    public void makeFrames() {
        map = Map.of("text", "x".repeat(size));
        payload = serializer.encode(map);
        message = new Frame.Text("[null,null,\"rooms:lobby\",\"said\"," + payload.text() + "]");
        reply = new Frame.Text(
                "[\"1\",\"7\",\"rooms:lobby\",\"phx_reply\",{\"status\":\"ok\",\"response\":" + payload.text() + "}]");
        binary = serializer.encode(Message.of("1", "7", "rooms:lobby", "said", Payload.binary(new byte[size])));
    }

    @Benchmark
    public Message decodeMessage() throws MalformedFrameException {
        return serializer.decode(message);
    }

    @Benchmark
    public Message decodeReply() throws MalformedFrameException {
        return serializer.decode(reply);
    }

    @Benchmark
    public Message decodeBinary() throws MalformedFrameException {
        return serializer.decode(binary);
    }

    @Benchmark
    public Object decodeMessageAndBind() throws MalformedFrameException {
        return serializer.decode(message).payload().as(Map.class);
    }

    @Benchmark
    public Frame encodeMap() {
        return serializer.encode(Message.of("1", "7", "rooms:lobby", "said", serializer.encode(map)));
    }

    @Benchmark
    public Frame encodeEncoded() {
        return serializer.encode(Message.of("1", "7", "rooms:lobby", "said", payload));
    }
}
