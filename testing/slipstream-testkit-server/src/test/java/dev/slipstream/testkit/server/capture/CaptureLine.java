package dev.slipstream.testkit.server.capture;

import java.time.Duration;
import java.util.Map;

/** One event of a capture. */
public sealed interface CaptureLine {

    /**
     * An event of one connection. The connection's name is a letter, or empty if the capture has only one connection.
     */
    sealed interface OnConnection extends CaptureLine {

        String connection();
    }

    /**
     * An HTTP request.
     *
     * @param isUpgrade whether the client added the headers of a handshake
     * @param headers the headers of the request, except the headers of a handshake
     */
    record Requested(String connection, boolean isUpgrade, String method, String target, Map<String, String> headers)
            implements OnConnection {}

    /** A line of the request's body. */
    record RequestBody(String connection, String line) implements OnConnection {}

    /**
     * The HTTP response.
     *
     * @param headers names in lower case
     * @param body empty for an upgrade
     */
    record Answered(String connection, int status, Map<String, String> headers, String body) implements OnConnection {}

    /** A frame of the client. */
    record FromClient(String connection, WireFrame frame) implements OnConnection {}

    /** A frame of the server. */
    record FromServer(String connection, WireFrame frame) implements OnConnection {}

    /** An action of an operator, such as a broadcast. */
    record Outside(String action) implements CaptureLine {}

    /** A pause in which the client sent no frames. The frames that the server sent meanwhile follow this line. */
    record Waited(Duration time) implements CaptureLine {}

    /** A comment of the recorder. */
    record Remark(String text) implements CaptureLine {}
}
