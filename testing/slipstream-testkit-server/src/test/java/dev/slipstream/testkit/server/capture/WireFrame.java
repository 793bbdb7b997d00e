package dev.slipstream.testkit.server.capture;

import java.util.HexFormat;

/** A frame on the wire, as a capture writes it. */
public sealed interface WireFrame {

    /** A text message. */
    record Text(String text) implements WireFrame {}

    /** A binary message. */
    record Binary(String hex) implements WireFrame {

        byte[] bytes() {
            return HexFormat.of().parseHex(hex);
        }
    }

    /** A ping. */
    record Ping(String hex) implements WireFrame {}

    /** A pong. */
    record Pong(String hex) implements WireFrame {}

    /**
     * A close frame.
     *
     * @param code 1005 if the frame had no code
     */
    record Close(int code, String reason) implements WireFrame {}

    /**
     * Raw bytes on TCP. If the client sent them, they are one frame. Its mask is 01 02 03 04, except in the scenario
     * {@code bad_unmasked}, whose frame has no mask.
     */
    record Raw(String hex) implements WireFrame {

        byte[] bytes() {
            return HexFormat.of().parseHex(hex);
        }
    }

    /** TCP ended without a close frame. */
    record Eof() implements WireFrame {}
}
