package dev.slipstream.core.machine.websocket;

import dev.slipstream.core.transport.Frame;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of a server from bytes, as RFC 6455 section 5 requires of a client. It joins the fragments of a
 * message, and gives whole messages and control frames to a {@link FrameSink}.
 *
 * <p>The bytes may come in parts of any size. The reader refuses a frame at its first byte that breaks a rule. If a
 * frame makes the message exceed the bound, the reader refuses the frame when its length arrives, before its payload.
 * The memory of the reader grows with the bytes that arrived, not with the length in a frame's header.
 *
 * <p>The reader has no thread and no clock. One thread at a time may call it.
 */
public final class FrameReader {

    private enum Step {
        OPCODE,
        LENGTH,
        LONG_LENGTH,
        PAYLOAD,
        ENDED
    }

    private static final int FIN = 0x80;
    private static final int RESERVED_BITS = 0x70;
    private static final int OPCODE_BITS = 0x0f;
    private static final int CONTROL = 0x08;
    private static final int MASKED = 0x80;

    private static final byte[] NONE = {};

    private final int maxMessageBytes;
    private final Utf8Validator utf8 = new Utf8Validator();
    /** Null if compression was not negotiated. */
    private final @Nullable MessageInflater inflater;

    // --- the frame --------------------------------------------------------------------------------------------------
    private Step step = Step.OPCODE;
    private int opcode;
    private boolean isLast;
    /** The length of the payload. In the step LONG_LENGTH, the value of the length bytes that have arrived. */
    private long length;
    /** In the step LONG_LENGTH, how many bytes of the length have not arrived. */
    private byte lengthBytes;
    /** In the step LONG_LENGTH, the smallest length that RFC 6455 allows in this encoding, which has 16 or 64 bits. */
    private int minLength;
    /** In the step PAYLOAD, how many bytes of the payload have not arrived. */
    private int missing;

    private byte[] control = NONE;
    private int controlBytes;

    // --- the message ------------------------------------------------------------------------------------------------
    /** The opcode of the message whose next fragment is expected; CONTINUATION if there is none. */
    private int messageOpcode = Opcodes.CONTINUATION;
    /** The bytes of a message that arrives in several fragments or several calls. Otherwise empty. */
    private byte[] buffer = NONE;

    /** The number of bytes in the buffer. The bytes of a compressed message are counted here, but not buffered. */
    private int buffered;
    /** Whether the message is compressed. */
    private boolean isCompressed;

    /**
     * Makes a reader for the bytes that follow the HTTP response to the upgrade request. The reader refuses compressed
     * messages.
     *
     * @param maxMessageBytes the bound of a message, in bytes of payload
     */
    public FrameReader(int maxMessageBytes) {
        this(maxMessageBytes, null);
    }

    /**
     * Makes a reader that accepts compressed messages (RFC 7692). After the last read, the caller must call
     * {@link #end}.
     *
     * @param maxMessageBytes the bound of a message, in bytes of payload after inflation; the compressed message may be
     *     larger by an eighth and 64 bytes
     * @param inflater inflates the messages; null if compression was not negotiated
     */
    public FrameReader(int maxMessageBytes, @Nullable MessageInflater inflater) {
        this.maxMessageBytes = maxMessageBytes;
        this.inflater = inflater;
    }

    /**
     * Reads all bytes of a buffer. The read is fastest if the buffer has an accessible array. The reader does not keep
     * the buffer.
     *
     * @return whether to read on; false after a close frame or a violation, because the reader ignores all later bytes
     */
    public boolean read(ByteBuffer bytes, FrameSink sink) {
        int count = bytes.remaining();
        if (bytes.hasArray()) {
            int from = bytes.arrayOffset() + bytes.position();
            bytes.position(bytes.limit());
            read(bytes.array(), from, from + count, sink);
        } else {
            byte[] copy = new byte[count];
            bytes.get(copy);
            read(copy, 0, count, sink);
        }
        return step != Step.ENDED;
    }

    private void read(byte[] bytes, int from, int to, FrameSink sink) {
        int at = from;
        while (at < to && step != Step.ENDED) {
            switch (step) {
                case OPCODE -> opcode(bytes[at++] & 0xff, sink);
                case LENGTH -> length(bytes[at++] & 0xff, sink);
                case LONG_LENGTH -> longLength(bytes[at++] & 0xff, sink);
                case PAYLOAD -> {
                    int count = Math.min(missing, to - at);
                    payload(bytes, at, count, sink);
                    at += count;
                }
                case ENDED -> {}
            }
        }
    }

    // --- the header -------------------------------------------------------------------------------------------------

    private void opcode(int first, FrameSink sink) {
        opcode = first & OPCODE_BITS;
        isLast = (first & FIN) != 0;
        String problem = (first & RESERVED_BITS) == 0 ? opcodeProblem() : reservedBitProblem(first & RESERVED_BITS);
        if (problem != null) {
            broken(CloseCodes.PROTOCOL_ERROR, problem, sink);
            return;
        }
        if (messageOpcode == Opcodes.CONTINUATION && !isControl()) {
            messageOpcode = opcode;
        }
        step = Step.LENGTH;
    }

    /** Checks a frame with reserved bits. RSV1 on the first frame of a message says that the message is compressed. */
    private @Nullable String reservedBitProblem(int bits) {
        if (inflater == null || bits != Opcodes.COMPRESSED) {
            return "set a reserved bit without an extension";
        }
        if (isControl() || opcode == Opcodes.CONTINUATION) {
            return "set the bit of a compressed message on a later frame or a control frame";
        }
        String problem = opcodeProblem();
        isCompressed = problem == null;
        return problem;
    }

    private @Nullable String opcodeProblem() {
        boolean isWithinMessage = messageOpcode != Opcodes.CONTINUATION;
        return switch (opcode) {
            case Opcodes.CONTINUATION -> isWithinMessage ? null : "sent a continuation without a first fragment";
            case Opcodes.TEXT, Opcodes.BINARY -> isWithinMessage ? "began a message within another message" : null;
            case Opcodes.CLOSE, Opcodes.PING, Opcodes.PONG -> isLast ? null : "sent a control frame in fragments";
            default -> "sent the reserved opcode " + opcode;
        };
    }

    private void length(int second, FrameSink sink) {
        if ((second & MASKED) != 0) {
            broken(CloseCodes.PROTOCOL_ERROR, "masked a frame", sink);
        } else if (opcode == Opcodes.CLOSE && second == 1) {
            broken(CloseCodes.PROTOCOL_ERROR, "sent a close frame with half a code", sink);
        } else if (second <= Opcodes.MAX_CONTROL_PAYLOAD) {
            length = second;
            beginPayload(sink);
        } else if (isControl()) {
            broken(CloseCodes.PROTOCOL_ERROR, "sent a control frame of more than 125 bytes", sink);
        } else {
            boolean isIn16Bits = second == Opcodes.LENGTH_IN_16_BITS;
            length = 0;
            lengthBytes = (byte) (isIn16Bits ? Short.BYTES : Long.BYTES);
            minLength = isIn16Bits ? Opcodes.LENGTH_IN_16_BITS : 1 << Short.SIZE;
            step = Step.LONG_LENGTH;
        }
    }

    /** Takes the next byte of a length in 16 or 64 bits. */
    private void longLength(int next, FrameSink sink) {
        length = (length << 8) | next;
        lengthBytes--;
        if (lengthBytes > 0) {
            return;
        }
        if (length < 0) {
            broken(CloseCodes.PROTOCOL_ERROR, "set the highest bit of a length", sink);
        } else if (length < minLength) {
            broken(CloseCodes.PROTOCOL_ERROR, "encoded the length " + length + " in too many bytes", sink);
        } else {
            beginPayload(sink);
        }
    }

    private void beginPayload(FrameSink sink) {
        if (!isControl() && length > maxReceivedBytes() - buffered) {
            broken(CloseCodes.TOO_LARGE, "sent a message of more than " + maxMessageBytes + " bytes", sink);
            return;
        }
        missing = (int) length;
        controlBytes = 0;
        step = Step.PAYLOAD;
        if (missing == 0) {
            payload(NONE, 0, 0, sink);
        }
    }

    /**
     * How many bytes of a message may arrive. Data that cannot be compressed grows: by up to an eighth, if the server
     * has a small window. The compressed bytes are counted, but not kept.
     */
    private long maxReceivedBytes() {
        return isCompressed
                ? Math.min(Integer.MAX_VALUE, 64L + maxMessageBytes + (maxMessageBytes >> 3))
                : maxMessageBytes;
    }

    private boolean isControl() {
        return (opcode & CONTROL) != 0;
    }

    // --- the payload ------------------------------------------------------------------------------------------------

    private void payload(byte[] bytes, int from, int count, FrameSink sink) {
        missing -= count;
        if (missing == 0) {
            step = Step.OPCODE;
        }
        if (isControl()) {
            controlPayload(bytes, from, count, sink);
        } else {
            dataPayload(bytes, from, count, sink);
        }
    }

    private void dataPayload(byte[] bytes, int from, int count, FrameSink sink) {
        boolean isWhole = missing == 0 && isLast;
        if (isCompressed) {
            compressedPayload(bytes, from, count, isWhole, sink);
            return;
        }
        if (messageOpcode == Opcodes.TEXT && !isUtf8(bytes, from, count, isWhole)) {
            broken(CloseCodes.NOT_UTF_8, "sent a text that is not UTF-8", sink);
            return;
        }
        if (!isWhole) {
            append(bytes, from, count);
        } else if (buffered == 0) {
            boolean isText = messageOpcode == Opcodes.TEXT;
            message(
                    isText ? text(bytes, from, count) : new Frame.Binary(Arrays.copyOfRange(bytes, from, from + count)),
                    sink);
        } else {
            append(bytes, from, count);
            message(messageOpcode == Opcodes.TEXT ? text(buffer, 0, buffered) : bufferedBinary(), sink);
        }
    }

    private void compressedPayload(byte[] bytes, int from, int count, boolean isWhole, FrameSink sink) {
        MessageInflater inflating = Objects.requireNonNull(inflater);
        boolean isText = messageOpcode == Opcodes.TEXT;
        Utf8Validator checked = isText ? utf8 : null;
        buffered += count;
        MessageInflater.Result result = inflating.add(bytes, from, count, maxMessageBytes, checked);
        if (result == MessageInflater.Result.OK && isWhole) {
            result = inflating.finish(maxMessageBytes, checked);
        }
        switch (result) {
            case OK -> {
                if (isWhole) {
                    message(inflating.take(isText, utf8.isAscii()), sink);
                }
            }
            case CORRUPT -> broken(CloseCodes.NOT_UTF_8, "sent a compressed message that is corrupt", sink);
            case NOT_UTF_8 -> broken(CloseCodes.NOT_UTF_8, "sent a text that is not UTF-8", sink);
            case TOO_LARGE ->
                broken(
                        CloseCodes.TOO_LARGE,
                        "sent a message that inflates to more than " + maxMessageBytes + " bytes",
                        sink);
        }
    }

    private boolean isUtf8(byte[] bytes, int from, int count, boolean isWhole) {
        return utf8.accept(bytes, from, from + count) && (!isWhole || utf8.isComplete());
    }

    private Frame text(byte[] bytes, int from, int count) {
        return new Frame.Text(
                new String(bytes, from, count, utf8.isAscii() ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8));
    }

    private Frame bufferedBinary() {
        return new Frame.Binary(buffered == buffer.length ? buffer : Arrays.copyOf(buffer, buffered));
    }

    private void message(Frame message, FrameSink sink) {
        dropMessage();
        sink.message(message);
    }

    /** Appends bytes of the message. The buffer has less than twice as many bytes as have arrived. */
    private void append(byte[] bytes, int from, int count) {
        int size = buffered + count;
        if (size > buffer.length) {
            int most = isLast ? size + missing : maxMessageBytes;
            buffer = Arrays.copyOf(buffer, (int) Math.min(Math.max(2L * buffer.length, size), most));
        }
        System.arraycopy(bytes, from, buffer, buffered, count);
        buffered = size;
    }

    /** Releases the buffer. Otherwise a large message would use memory until the connection ends. */
    private void dropMessage() {
        messageOpcode = Opcodes.CONTINUATION;
        isCompressed = false;
        buffer = NONE;
        buffered = 0;
        utf8.reset();
    }

    // --- control frames ---------------------------------------------------------------------------------------------

    private void controlPayload(byte[] bytes, int from, int count, FrameSink sink) {
        if (controlBytes == 0) {
            control = count + missing == 0 ? NONE : new byte[count + missing];
        }
        System.arraycopy(bytes, from, control, controlBytes, count);
        controlBytes += count;
        if (missing > 0) {
            return;
        }
        byte[] payload = control;
        control = NONE;
        switch (opcode) {
            case Opcodes.PING -> sink.pinged(payload);
            case Opcodes.PONG -> sink.ponged(payload);
            default -> close(payload, sink);
        }
    }

    private void close(byte[] payload, FrameSink sink) {
        if (payload.length == 0) {
            end();
            sink.closeReceived(CloseCodes.NO_CODE, "");
            return;
        }
        int code = ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
        if (!CloseCodes.isAllowedInFrame(code)) {
            broken(CloseCodes.PROTOCOL_ERROR, "sent the close code " + code + ", which RFC 6455 forbids", sink);
            return;
        }
        utf8.reset();
        if (!isUtf8(payload, Short.BYTES, payload.length - Short.BYTES, true)) {
            broken(CloseCodes.NOT_UTF_8, "sent a close reason that is not UTF-8", sink);
            return;
        }
        end();
        sink.closeReceived(
                code, new String(payload, Short.BYTES, payload.length - Short.BYTES, StandardCharsets.UTF_8));
    }

    private void broken(int code, String problem, FrameSink sink) {
        end();
        sink.protocolBroken(code, problem);
    }

    /**
     * Ends the reader: releases the memory of the inflater, and ignores all later bytes. The thread that reads calls
     * this method after the last read. It may be called again, and after a close frame or a violation.
     */
    public void end() {
        dropMessage();
        control = NONE;
        step = Step.ENDED;
        if (inflater != null) {
            inflater.end();
        }
    }

    /** The length of the buffer for an incomplete message, in bytes. */
    int bufferLength() {
        return buffer.length;
    }

    /** Shows the number of bytes but no payload, because messages hold secrets. */
    @Override
    public String toString() {
        return "FrameReader[" + step + ", opcode=" + opcode + ", last=" + isLast + ", length=" + length
                + ", missing=" + missing + ", message=" + messageOpcode + (isCompressed ? ", compressed" : "")
                + ", buffered=" + buffered + " of " + maxMessageBytes + " bytes]";
    }
}
