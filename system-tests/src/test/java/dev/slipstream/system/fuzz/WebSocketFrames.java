package dev.slipstream.system.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.machine.websocket.FrameReader;
import dev.slipstream.core.machine.websocket.FrameSink;
import dev.slipstream.core.machine.websocket.FrameWriter;
import dev.slipstream.core.transport.Frame;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * The frame reader reads or refuses any bytes as {@link ObviousFrames} does, in reads of any size. Both readers report
 * the same calls after each read. If the test encodes the frames again, the reader reports the same calls for them.
 *
 * <p>The first bytes of an input choose the bound, the size of the reads and the mask key.
 */
public final class WebSocketFrames implements Target {

    private static final List<Integer> BOUNDS = List.of(1_000, 0, 1, 10, 125, 126, 70_000);
    /** In how many places an input is cut into two reads. */
    private static final int MOST_CUTS = 40;

    @Override
    public void accept(byte[] bytes) {
        ByteBuffer input = ByteBuffer.wrap(bytes);
        if (input.remaining() >= 2 + Integer.BYTES) {
            int bound = BOUNDS.get((input.get() & 0xff) % BOUNDS.size());
            int size = 1 + (input.get() & 0xff);
            int mask = input.getInt();
            byte[] frames = new byte[input.remaining()];
            input.get(frames);
            check(frames, bound, size, mask, MOST_CUTS);
        }
    }

    /**
     * Checks one sequence of frames: in one read, in reads of a given size, and in two reads.
     *
     * @param size the given size
     * @param mostCuts in how many places the frames are cut into two reads, at most
     */
    static void check(byte[] frames, int bound, int size, int mask, int mostCuts) {
        List<String> expected = ObviousFrames.read(frames, bound);
        FrameRecorder whole = new FrameRecorder(bound, mask);
        whole.read(frames, 0, frames.length);
        assertThat(whole.calls).isEqualTo(expected);
        whole.checkWritten();

        FrameRecorder parts = new FrameRecorder(bound, mask);
        for (int at = 0; at < frames.length; at += size) {
            parts.read(frames, at, Math.min(frames.length, at + size));
        }
        assertThat(parts.calls).isEqualTo(expected);

        for (int cut = 0; cut < frames.length; cut += Math.ceilDiv(frames.length, mostCuts)) {
            FrameRecorder cutInTwo = new FrameRecorder(bound, mask);
            cutInTwo.read(frames, 0, cut);
            assertThat(cutInTwo.calls)
                    .as("%d bytes", cut)
                    .isEqualTo(ObviousFrames.read(Arrays.copyOf(frames, cut), bound));
            cutInTwo.read(frames, cut, frames.length);
            assertThat(cutInTwo.calls).as("cut at %d", cut).isEqualTo(expected);
        }
    }

    /** Reads frames, and writes each again as a client would. */
    private static final class FrameRecorder implements FrameSink {

        private final List<String> calls = new ArrayList<>();
        private final int bound;
        private final int mask;
        private final FrameReader reader;
        private final FrameWriter writer = new FrameWriter();

        private FrameRecorder(int bound, int mask) {
            this.bound = bound;
            this.mask = mask;
            this.reader = new FrameReader(bound);
        }

        private void read(byte[] bytes, int from, int to) {
            boolean continues = reader.read(ByteBuffer.wrap(bytes, from, to - from), this);
            boolean hasEnded = !calls.isEmpty() && calls.getLast().matches("(?s)(close|broken) .*");
            assertThat(continues).isEqualTo(!hasEnded);
        }

        /**
         * Checks that the written frames give the same calls when they are read. The call that reports a violation is
         * left out, because no frame was written for it.
         */
        private void checkWritten() {
            FrameRecorder again = new FrameRecorder(bound, 0);
            byte[] written = unmasked(writer.take());
            again.read(written, 0, written.length);
            assertThat(again.calls)
                    .isEqualTo(calls.stream()
                            .filter(call -> !call.startsWith("broken "))
                            .toList());
        }

        /** Removes the masks, because a client refuses masked frames. */
        private byte[] unmasked(ByteBuffer frames) {
            ByteBuffer unmasked = ByteBuffer.allocate(frames.remaining());
            while (frames.hasRemaining()) {
                unmasked.put(frames.get());
                int second = frames.get() & 0xff;
                assertThat(second).isGreaterThanOrEqualTo(0x80);
                unmasked.put((byte) (second & 0x7f));
                long length = second & 0x7f;
                if (length == 126) {
                    unmasked.putShort(frames.getShort());
                    length = unmasked.getShort(unmasked.position() - Short.BYTES) & 0xffff;
                } else if (length == 127) {
                    unmasked.putLong(frames.getLong());
                    length = unmasked.getLong(unmasked.position() - Long.BYTES);
                }
                byte[] key = new byte[Integer.BYTES];
                frames.get(key);
                assertThat(ByteBuffer.wrap(key).getInt()).isEqualTo(mask);
                for (int i = 0; i < length; i++) {
                    unmasked.put((byte) (frames.get() ^ key[i % key.length]));
                }
            }
            return Arrays.copyOf(unmasked.array(), unmasked.position());
        }

        @Override
        public void message(Frame message) {
            writer.message(message, mask);
            calls.add(
                    switch (message) {
                        case Frame.Text(String text) -> "text " + text;
                        case Frame.Binary(byte[] bytes) ->
                            "binary " + HexFormat.of().formatHex(bytes);
                    });
        }

        @Override
        public void pinged(byte[] payload) {
            writer.ping(payload, mask);
            calls.add("ping " + HexFormat.of().formatHex(payload));
        }

        @Override
        public void ponged(byte[] payload) {
            writer.pong(payload, mask);
            calls.add("pong " + HexFormat.of().formatHex(payload));
        }

        @Override
        public void closeReceived(int code, String text) {
            writer.close(code, text, mask);
            calls.add("close " + code + " " + text);
        }

        @Override
        public void protocolBroken(int code, String problem) {
            calls.add("broken " + code);
        }
    }
}
