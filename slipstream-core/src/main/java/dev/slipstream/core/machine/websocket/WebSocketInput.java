package dev.slipstream.core.machine.websocket;

import dev.slipstream.core.Failure;
import java.util.List;
import java.util.Map;

/** An input of {@link WebSocketMachine}: an event of the library, a call of the client, or the passing of time. */
public sealed interface WebSocketInput {

    /**
     * The library opened the websocket.
     *
     * @param headers the response headers, names in lower case; empty if the library does not report them
     */
    record Opened(Map<String, List<String>> headers) implements WebSocketInput {

        /** Shows only the names, because values may hold secrets. */
        @Override
        public String toString() {
            return "Opened[headers=" + headers.keySet() + "]";
        }
    }

    /** The library could not open the websocket. The machine ignores this input unless the websocket is opening. */
    record OpeningFailed(Failure failure) implements WebSocketInput {}

    /** A ping arrived, and the library answers it. */
    record Pinged() implements WebSocketInput {}

    record Ponged() implements WebSocketInput {}

    /**
     * The server sent a close frame, or TCP ended.
     *
     * @param code the close code; 1006 if TCP ended without a close frame
     */
    record CloseReceived(int code, String text) implements WebSocketInput {}

    /**
     * The library refused a frame of the server, and closes the websocket itself.
     *
     * @param code the close code that RFC 6455 requires, even if the library sends a different code or none
     * @param detail what the server did; empty for the usual reason of this code
     */
    record ProtocolBroken(int code, String detail) implements WebSocketInput {

        /** Makes the input for the usual reason of this code. */
        public ProtocolBroken(int code) {
            this(code, "");
        }
    }

    /** The websocket failed, or the library threw an exception. */
    record Failed(Failure failure) implements WebSocketInput {}

    /**
     * A message could not be written. If a close frame of the server arrives within 250 ms, the websocket ends with the
     * close code instead of this failure.
     */
    record WriteFailed(Failure failure) implements WebSocketInput {}

    /** The listener asked to stop reading. */
    record ReadingPaused() implements WebSocketInput {}

    /** The client asked to resume reading. */
    record ReadingResumed() implements WebSocketInput {}

    /** The client closes the websocket. */
    record CloseRequested(int code, String text) implements WebSocketInput {}

    /** A deadline may be due. */
    record TimePassed() implements WebSocketInput {}
}
