package dev.slipstream.core.machine.websocket;

/** The numbers in the header of a frame, from RFC 6455 section 5.2. */
final class Opcodes {

    /** The bit RSV1 in the first byte of a frame: the message is compressed (RFC 7692 section 6). */
    static final int COMPRESSED = 0x40;

    static final int CONTINUATION = 0x0;
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xa;

    /** The longest payload of a control frame, in bytes. A longer payload of a message needs an extended length. */
    static final int MAX_CONTROL_PAYLOAD = 125;

    static final int LENGTH_IN_16_BITS = 126;
    static final int LENGTH_IN_64_BITS = 127;

    private Opcodes() {}
}
