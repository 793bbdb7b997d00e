package dev.slipstream.core.transport;

/** A whole websocket message. */
public sealed interface Frame {

    /**
     * The size in bytes with which the frame counts towards the limits of queues and buffers. The size of text is the
     * number of its chars, as if all chars were ASCII.
     */
    int weight();

    /**
     * A text message.
     *
     * @param text without lone surrogates, because UTF-8 cannot represent them
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
     * @param bytes not copied; the code that makes the frame must not change the bytes later
     */
    @SuppressWarnings("ArrayRecordComponent") // frames are never compared, and copying the bytes would be slow
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
