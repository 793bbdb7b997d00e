package dev.slipstream.core;

/** The status of a client's connection. */
public enum ConnectionStatus {
    /** No connection, and no attempt under way. */
    DISCONNECTED,
    /** An attempt is under way or scheduled. */
    CONNECTING,
    /** The websocket is open. */
    CONNECTED,
    /** The client asked the connection to close, and it has not closed yet. */
    DISCONNECTING
}
