package dev.slipstream.core;

/** The reason why a connection, or an attempt to connect, ended; passed to {@code handleDisconnect}. */
public sealed interface DisconnectReason {

    /** The client asked for the disconnect, so it does not reconnect. */
    record Requested() implements DisconnectReason {}

    /**
     * The server closed the websocket.
     *
     * @param code the close code. 1005 if the server sent no code; transports that cannot report 1005 report 1000
     * @param text the close reason of the server; untrusted text. If the server quotes credentials of the client,
     *     asterisks replace them. If the credentials have more than 1,024 strings and words, the client does not search
     *     for them, and this component holds only the length of the server's text, such as {@code 37 chars}
     */
    record Closed(int code, String text) implements DisconnectReason {

        /** Escapes and cuts the server's text, so that it is safe to log. */
        @Override
        public String toString() {
            return "Closed[code=" + code + ", text=" + LogSafe.of(text) + "]";
        }
    }

    /** The open connection failed. */
    record Failed(Failure failure) implements DisconnectReason {}

    /** The attempt to connect failed. */
    record ConnectFailed(Failure failure) implements DisconnectReason {}
}
