package dev.slipstream.core.transport;

/** A whole websocket message. */
public sealed interface Frame {

    /**
     * The size in bytes that is compared with limits of queues and buffers. Text counts its chars, as if all of them
     * were ASCII.
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
     * @param bytes not copied; the maker of the frame must not change them
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
