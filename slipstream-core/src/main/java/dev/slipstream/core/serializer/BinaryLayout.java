package dev.slipstream.core.serializer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipstream.core.Payload;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Encodes and decodes the binary V2 frames of Phoenix, as a client and as a server.
 *
 * <pre>
 * kind of frame         first bytes: the kind, then a length for each name      names, concatenated                 rest
 * client  push          0 | join_ref | ref | topic | event                      join_ref ref topic event          payload
 * server  push          0 | join_ref | topic | event                            join_ref topic event              payload
 * server  reply         1 | join_ref | ref | topic | status                     join_ref ref topic status         payload
 * server  broadcast     2 | topic | event                                       topic event                       payload
 * </pre>
 *
 * <p>Each length is one unsigned byte: the number of bytes of the name in UTF-8. If the length of a join_ref, ref or
 * status is 0, the message does not have this part. All methods are pure and thread-safe.
 */
public final class BinaryLayout {

    /**
     * The most bytes of UTF-8 that a join_ref, ref, topic, event or status may have, because its length is a single
     * byte.
     */
    public static final int MAX_NAME_BYTES = 255;

    private static final int PUSH = 0;
    private static final int REPLY = 1;
    private static final int BROADCAST = 2;

    private BinaryLayout() {}

    /**
     * Encodes a push of a client.
     *
     * @throws IllegalArgumentException if the payload is not binary; if the message has a status; or if a name is
     *     longer than {@link #MAX_NAME_BYTES} or has a lone surrogate. The exception names the part, its size and the
     *     limit
     */
    public static byte[] encodeFromClient(Message message) {
        if (message.status() != null) {
            throw new IllegalArgumentException("cannot encode a reply with a status: a client sends no replies");
        }
        return frame(
                PUSH,
                message.payload(),
                name("join_ref", message.joinRef()),
                name("ref", message.ref()),
                name("topic", message.topic()),
                name("event", message.event()));
    }

    /**
     * Encodes a message of a server. If the message has a status or {@link Message#isReply} is true, the frame is a
     * reply. If the message has no join_ref and no ref, the frame is a broadcast. Otherwise the frame is a push.
     *
     * @throws IllegalArgumentException if the payload is not binary; if a name is too long or has a lone surrogate, as
     *     in {@link #encodeFromClient}; or if a push has a ref, because the layout of a server's push has no field for
     *     a ref
     */
    public static byte[] encodeFromServer(Message message) {
        byte[] topic = name("topic", message.topic());
        if (message.isReply() || message.status() != null) {
            return frame(
                    REPLY,
                    message.payload(),
                    name("join_ref", message.joinRef()),
                    name("ref", message.ref()),
                    topic,
                    name("status", message.status()));
        }
        if (message.ref() != null) {
            throw new IllegalArgumentException(
                    "cannot encode a server's binary push with a ref: its layout has no field for one");
        }
        byte[] event = name("event", message.event());
        return message.joinRef() == null
                ? frame(BROADCAST, message.payload(), topic, event)
                : frame(PUSH, message.payload(), name("join_ref", message.joinRef()), topic, event);
    }

    /**
     * Decodes a push of a client, as a server does.
     *
     * @throws MalformedFrameException if the frame is empty, truncated or not a push, or a name is not UTF-8
     */
    public static Message decodeFromClient(byte[] frame) throws MalformedFrameException {
        int kind = kind(frame);
        if (kind != PUSH) {
            throw new MalformedFrameException("a binary frame of kind " + kind + ", which no client sends");
        }
        Names names = new Names(frame, 4);
        String joinRef = names.nextOrNull("join_ref");
        String ref = names.nextOrNull("ref");
        return Message.of(joinRef, ref, names.next("topic"), names.next("event"), names.rest());
    }

    /**
     * Decodes a message of a server.
     *
     * @throws MalformedFrameException if the frame is empty, truncated or of an unknown kind, or a name is not UTF-8
     */
    public static Message decodeFromServer(byte[] frame) throws MalformedFrameException {
        int kind = kind(frame);
        return switch (kind) {
            case PUSH -> {
                Names names = new Names(frame, 3);
                String joinRef = names.nextOrNull("join_ref");
                yield Message.of(joinRef, null, names.next("topic"), names.next("event"), names.rest());
            }
            case REPLY -> {
                Names names = new Names(frame, 4);
                String joinRef = names.nextOrNull("join_ref");
                String ref = names.nextOrNull("ref");
                String topic = names.next("topic");
                String status = names.nextOrNull("status");
                yield new Message(joinRef, ref, topic, Message.REPLY, names.rest(), status);
            }
            case BROADCAST -> {
                Names names = new Names(frame, 2);
                yield Message.of(null, null, names.next("topic"), names.next("event"), names.rest());
            }
            default -> throw new MalformedFrameException("a binary frame of the unknown kind " + kind);
        };
    }

    private static int kind(byte[] frame) throws MalformedFrameException {
        if (frame.length == 0) {
            throw new MalformedFrameException("an empty binary frame");
        }
        return Byte.toUnsignedInt(frame[0]);
    }

    private static byte[] name(String part, @Nullable String value) {
        if (value == null) {
            return new byte[0];
        }
        byte[] bytes = value.getBytes(UTF_8);
        if (bytes.length > MAX_NAME_BYTES) {
            throw new IllegalArgumentException("cannot encode the " + part + " in a binary frame: it has "
                    + bytes.length + " bytes of UTF-8, and at most " + MAX_NAME_BYTES + " are allowed");
        }
        if (!new String(bytes, UTF_8).equals(value)) { // getBytes replaces a lone surrogate by ?
            throw new IllegalArgumentException("cannot encode the " + part
                    + " in a binary frame: it has a lone surrogate, which UTF-8 cannot represent");
        }
        return bytes;
    }

    private static byte[] frame(int kind, Payload payload, byte[]... names) {
        if (!(payload instanceof Payload.Binary data)) {
            throw new IllegalArgumentException(
                    "cannot encode " + payload + " in a binary frame: the payload must be binary");
        }
        int at = 1 + names.length;
        int size = at + data.size();
        for (byte[] name : names) {
            size += name.length;
        }
        byte[] frame = new byte[size];
        frame[0] = (byte) kind;
        for (int i = 0; i < names.length; i++) {
            frame[1 + i] = (byte) names[i].length;
            System.arraycopy(names[i], 0, frame, at, names[i].length);
            at += names[i].length;
        }
        data.copyTo(frame, at);
        return frame;
    }

    /** Reads the names of a frame one after the other, then the payload. */
    private static final class Names {

        private final byte[] frame;
        private int length = 1;
        private int at;

        Names(byte[] frame, int count) throws MalformedFrameException {
            this.frame = frame;
            this.at = 1 + count;
            if (frame.length < at) {
                throw new MalformedFrameException(
                        "a binary frame of " + frame.length + " bytes is shorter than its head of " + at + " bytes");
            }
        }

        String next(String part) throws MalformedFrameException {
            int size = Byte.toUnsignedInt(frame[length++]);
            if (frame.length - at < size) {
                throw new MalformedFrameException("a binary frame of " + frame.length + " bytes ends inside its " + part
                        + " of " + size + " bytes");
            }
            String name = new String(frame, at, size, UTF_8);
            // String replaces invalid UTF-8 by U+FFFD. Compare the bytes, because the server may also have sent U+FFFD.
            if (name.indexOf('\uFFFD') >= 0
                    && !Arrays.equals(name.getBytes(UTF_8), Arrays.copyOfRange(frame, at, at + size))) {
                throw new MalformedFrameException("a binary frame whose " + part + " is not UTF-8");
            }
            at += size;
            return name;
        }

        @Nullable
        String nextOrNull(String part) throws MalformedFrameException {
            String name = next(part);
            return name.isEmpty() ? null : name;
        }

        Payload rest() {
            return Payload.binary(frame, at, frame.length);
        }
    }
}
