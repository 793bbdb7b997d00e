package dev.slipstream.transport.netty;

import dev.slipstream.core.machine.websocket.RawDeflate;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * The zlib of the JDK. A used deflater has about 256 KiB of native memory, a used inflater about 50 KiB. Neither counts
 * as heap, so the garbage collector does not notice them: their owner must end them.
 */
final class Zlib implements RawDeflate {

    static final RawDeflate LIBRARY = new Zlib();

    private Zlib() {}

    @Override
    public Deflating deflater(int level) {
        return new ZlibDeflater(new Deflater(level, true));
    }

    @Override
    public Inflating inflater() {
        return new ZlibInflater(new Inflater(true));
    }

    private record ZlibDeflater(Deflater deflater) implements Deflating {

        @Override
        public void input(byte[] bytes, int from, int count) {
            deflater.setInput(bytes, from, count);
        }

        @Override
        public int deflate(byte[] into, int from, int count) {
            return deflater.deflate(into, from, count, Deflater.SYNC_FLUSH);
        }

        @Override
        public void reset() {
            deflater.reset();
        }

        @Override
        public void end() {
            deflater.end();
        }
    }

    private record ZlibInflater(Inflater inflater) implements Inflating {

        @Override
        public void input(byte[] bytes, int from, int count) {
            inflater.setInput(bytes, from, count);
        }

        @Override
        public int inflate(byte[] into, int from, int count) {
            try {
                return inflater.inflate(into, from, count);
            } catch (DataFormatException corrupt) {
                return CORRUPT;
            }
        }

        @Override
        public boolean isFinished() {
            return inflater.finished();
        }

        @Override
        public int remaining() {
            return inflater.getRemaining();
        }

        @Override
        public void reset() {
            inflater.reset();
        }

        @Override
        public void end() {
            inflater.end();
        }
    }
}
