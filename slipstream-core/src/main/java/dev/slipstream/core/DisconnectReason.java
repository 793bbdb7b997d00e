package dev.slipstream.core;

/** Why there is no connection, as {@code handleDisconnect} is told. */
public sealed interface DisconnectReason {

    /** This client asked for it. There is no reconnect. */
    record Requested() implements DisconnectReason {}

    /**
     * The server closed the websocket.
     *
     * @param code the close code; 1005 if the server sent none (a transport that cannot tell says 1000)
     * @param text the server's words, as untrusted as any
     */
    record Closed(int code, String text) implements DisconnectReason {

        /** Fit for a line of a log, whatever the server said. */
        @Override
        public String toString() {
            return "Closed[code=" + code + ", text=" + LogSafe.of(text) + "]";
        }
    }

    /** The established connection broke. */
    record Failed(Failure failure) implements DisconnectReason {}

    /** The attempt to connect failed: there was no connection. */
    record ConnectFailed(Failure failure) implements DisconnectReason {}
}
