package dev.slipstream.core.transport;

/** A whole websocket message. */
public sealed interface Frame {

    /** What it counts for against bounds in bytes; text counts its chars, as if all of it were ASCII. */
    int weight();

    /**
     * A text message.
     *
     * @param text without lone surrogates: they have no UTF-8
     */
    record Text(String text) implements Frame {

        @Override
        public int weight() {
            return text.length();
        }

        @Override
        public String toString() {
            return "text(" + text.length() + " chars)";
        }
    }

    /**
     * A binary message.
     *
     * @param bytes not copied: whoever made the frame does not touch them again
     */
    @SuppressWarnings("ArrayRecordComponent") // identity is never asked of a frame, and a copy of each would cost
    record Binary(byte[] bytes) implements Frame {

        @Override
        public int weight() {
            return bytes.length;
        }

        @Override
        public String toString() {
            return "binary(" + bytes.length + " bytes)";
        }
    }
}
