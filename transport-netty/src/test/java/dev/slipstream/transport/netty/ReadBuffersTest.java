package dev.slipstream.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The array of a released buffer is used again, but only on a loop, and never by two buffers at the same time. */
class ReadBuffersTest {

    private static final int USUAL = 2 << 10;

    private final ReadBuffers buffers = new ReadBuffers();

    private ByteBuf buffer(int capacity) {
        return buffers.heapBuffer(capacity);
    }

    private static <T> T onLoop(Callable<T> task) throws Exception {
        FutureTask<T> result = new FutureTask<>(task);
        new FastThreadLocalThread(result).start();
        return result.get(60, TimeUnit.SECONDS);
    }

    private byte[] released(int capacity) {
        ByteBuf used = buffer(capacity);
        byte[] array = used.array();
        used.release();
        return array;
    }

    @Test
    void nextBufferOfALoopUsesTheArrayOfTheLastOne() throws Exception {
        assertThat(onLoop(() -> released(USUAL) == buffer(USUAL).array())).isTrue();
        assertThat(onLoop(() -> released(64 << 10) == buffer(USUAL).array())).isTrue();
    }

    @Test
    void otherThreadsAndUnusualSizesKeepNoArray() throws Exception {
        assertThat(released(USUAL)).isNotSameAs(buffer(USUAL).array());
        assertThat(onLoop(() -> released(USUAL) == buffer(2 * USUAL).array())).isFalse();
        assertThat(onLoop(() -> released(100) == buffer(100).array())).isFalse();
        assertThat(onLoop(() -> released(65 << 10) == buffer(USUAL).array())).isFalse();
    }

    @Test
    void twoBuffersNeverShareAnArray() throws Exception {
        assertThat(onLoop(() -> {
                    released(USUAL);
                    return buffer(USUAL).array() == buffer(USUAL).array();
                }))
                .isFalse();
    }

    @Test
    void bufferGrowsToExactlyItsNewCapacityAndKeepsItsContent() throws Exception {
        onLoop(() -> {
            released(64 << 10);
            ByteBuf small = buffers.heapBuffer(100, 300).writeByte(7);
            released(64 << 10);
            small.capacity(200);

            assertThat(small.capacity()).isEqualTo(200);
            assertThat(small.readByte()).isEqualTo((byte) 7);
            ByteBuf reusing = buffer(USUAL).writeByte(8);
            released(64 << 10);
            reusing.capacity(70 << 10);
            assertThat(reusing.capacity()).isEqualTo(70 << 10);
            assertThat(reusing.readByte()).isEqualTo((byte) 8);
            return true;
        });
    }

    @Test
    void capacityIsWithinItsBound() throws Exception {
        assertThat(onLoop(() -> {
                    released(64 << 10);
                    return buffers.heapBuffer(USUAL, USUAL).capacity();
                }))
                .isEqualTo(USUAL);
    }
}
