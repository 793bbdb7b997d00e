package dev.slipstream.transport.netty;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledHeapByteBuf;
import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.FastThreadLocalThread;
import org.jspecify.annotations.Nullable;

/**
 * Allocates buffers on the heap, because {@code FrameReader} reads arrays. Each event loop keeps the array of one
 * released buffer for its next buffer, so that a read without TLS allocates no new array. There is no other pool,
 * because a pool would keep memory for each idle websocket.
 */
final class ReadBuffers extends AbstractByteBufAllocator {

    /** Smaller arrays are not kept: they are not for reads. */
    private static final int SMALLEST = 1 << 10;

    /** Larger arrays are not kept. Netty reads at most this many bytes at once. */
    private static final int LARGEST = 64 << 10;

    private static final UnpooledByteBufAllocator DIRECT = new UnpooledByteBufAllocator(false, true);
    private static final FastThreadLocal<byte @Nullable []> SPARE = new FastThreadLocal<>();

    private static final class Reusing extends UnpooledHeapByteBuf {

        /**
         * Whether this buffer has its first array, which may be a kept one and longer than asked for. Each later array
         * must have exactly the length that was asked for.
         */
        private final boolean isMade;

        Reusing(ReadBuffers allocator, int initialCapacity, int maxCapacity) {
            super(allocator, initialCapacity, maxCapacity);
            isMade = true;
        }

        @Override
        protected byte[] allocateArray(int length) {
            return isMade ? new byte[length] : taken(length);
        }

        @Override
        protected void freeArray(byte[] array) {
            keep(array);
        }
    }

    /** Returns an array of at least this length. The content of a kept array is not cleared. */
    private static byte[] taken(int length) {
        if (isOfLoop()) {
            byte[] spare = SPARE.get();
            if (spare != null && spare.length >= length) {
                SPARE.set(null);
                return spare;
            }
        }
        return new byte[length];
    }

    private static void keep(byte[] array) {
        if (array.length >= SMALLEST && array.length <= LARGEST && isOfLoop()) {
            byte[] spare = SPARE.get();
            if (spare == null || spare.length < array.length) {
                SPARE.set(array);
            }
        }
    }

    private static boolean isOfLoop() {
        return Thread.currentThread() instanceof FastThreadLocalThread;
    }

    @Override
    protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
        return initialCapacity >= SMALLEST && maxCapacity >= LARGEST
                ? new Reusing(this, initialCapacity, maxCapacity)
                : new UnpooledHeapByteBuf(this, initialCapacity, maxCapacity);
    }

    @Override
    protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
        return DIRECT.directBuffer(initialCapacity, maxCapacity);
    }

    @Override
    public boolean isDirectBufferPooled() {
        return false;
    }
}
