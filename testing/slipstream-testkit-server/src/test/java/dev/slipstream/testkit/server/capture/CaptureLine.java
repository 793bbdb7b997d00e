package dev.slipstream.testkit.server.capture;

import java.time.Duration;
import java.util.Map;

/** One event of a capture. */
public sealed interface CaptureLine {

    /** What happened on one connection; its name is a letter, or empty where a capture has only one. */
    sealed interface OnConnection extends CaptureLine {

        String connection();
    }

    /**
     * A request.
     *
     * @param isUpgrade whether the client added a handshake's own headers
     * @param headers those that were added beside them
     */
    record Requested(String connection, boolean isUpgrade, String method, String target, Map<String, String> headers)
            implements OnConnection {}

    /** A line of the request's body. */
    record RequestBody(String connection, String line) implements OnConnection {}

    /**
     * The answer to it.
     *
     * @param headers names in lower case
     * @param body empty at an upgrade
     */
    record Answered(String connection, int status, Map<String, String> headers, String body) implements OnConnection {}

    /** A frame of the client. */
    record FromClient(String connection, WireFrame frame) implements OnConnection {}

    /** A frame of the server. */
    record FromServer(String connection, WireFrame frame) implements OnConnection {}

    /** An action from outside. */
    record Outside(String action) implements CaptureLine {}

    /** Nobody sent anything for this long; what came meanwhile stands below. */
    record Waited(Duration time) implements CaptureLine {}

    /** A remark of the recorder. */
    record Remark(String text) implements CaptureLine {}
}
