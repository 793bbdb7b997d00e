package dev.slipstream.core.machine.websocket;

/**
 * The port to a library that reads and writes raw DEFLATE data (RFC 1951, without a zlib header), such as
 * {@code java.util.zip}. It is a port because such libraries use native memory, and because two versions of a library
 * may compress the same bytes differently.
 */
public interface RawDeflate {

    /** Makes a deflater of this level, from 1 to 9, with a window of 32 KiB. */
    Deflating deflater(int level);

    /** Makes an inflater with a window of 32 KiB. */
    Inflating inflater();

    /** A deflater. One thread at a time uses it. */
    interface Deflating {

        /** Sets the bytes to compress. They must not change before they are compressed. */
        void input(byte[] bytes, int from, int count);

        /**
         * Writes compressed bytes. A sync flush follows the input, so the last bytes are {@code 00 00 FF FF}.
         *
         * @return the number of bytes written; less than {@code count} once everything is written
         */
        int deflate(byte[] into, int from, int count);

        /** Forgets all earlier bytes. */
        void reset();

        /** Releases the native memory. No call follows. */
        void end();
    }

    /** An inflater. One thread at a time uses it. */
    interface Inflating {

        /** The result of {@link #inflate} if the input is not DEFLATE data. */
        int CORRUPT = -1;

        /** Sets the next compressed bytes. They must not change before they are inflated. */
        void input(byte[] bytes, int from, int count);

        /**
         * Writes inflated bytes.
         *
         * @return the number of bytes written; 0 if more input is needed or the final block has ended; {@link #CORRUPT}
         */
        int inflate(byte[] into, int from, int count);

        /** Whether a final block (BFINAL of RFC 1951) has ended. No byte behind it was inflated. */
        boolean isFinished();

        /** The number of input bytes that are not inflated yet. */
        int remaining();

        /** Forgets all earlier bytes, and drops the input. */
        void reset();

        /** Releases the native memory. No call follows. */
        void end();
    }
}
