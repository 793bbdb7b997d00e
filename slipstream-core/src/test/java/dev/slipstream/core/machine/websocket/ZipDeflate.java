package dev.slipstream.core.machine.websocket;

import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** The zlib of this JVM. Counts the objects that were made and ended, and the calls that compress or inflate. */
final class ZipDeflate implements RawDeflate {

    int made;
    int ended;
    int deflated;

    @Override
    public Deflating deflater(int level) {
        made++;
        Deflater zip = new Deflater(level, true);
        return new Deflating() {
            @Override
            public void input(byte[] bytes, int from, int count) {
                deflated += count > 0 ? 1 : 0;
                zip.setInput(bytes, from, count);
            }

            @Override
            public int deflate(byte[] into, int from, int count) {
                return zip.deflate(into, from, count, Deflater.SYNC_FLUSH);
            }

            @Override
            public void reset() {
                zip.reset();
            }

            @Override
            public void end() {
                ended++;
                zip.end();
            }
        };
    }

    @Override
    public Inflating inflater() {
        made++;
        Inflater zip = new Inflater(true);
        return new Inflating() {
            @Override
            public void input(byte[] bytes, int from, int count) {
                zip.setInput(bytes, from, count);
            }

            @Override
            public int inflate(byte[] into, int from, int count) {
                try {
                    return zip.inflate(into, from, count);
                } catch (DataFormatException e) {
                    return CORRUPT;
                }
            }

            @Override
            public boolean isFinished() {
                return zip.finished();
            }

            @Override
            public int remaining() {
                return zip.getRemaining();
            }

            @Override
            public void reset() {
                zip.reset();
            }

            @Override
            public void end() {
                ended++;
                zip.end();
            }
        };
    }
}
