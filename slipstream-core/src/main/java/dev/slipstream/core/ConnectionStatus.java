package dev.slipstream.core;

/** The status of a client's connection. */
public enum ConnectionStatus {
    /** There is no connection, and no attempt to connect is under way. */
    DISCONNECTED,
    /** An attempt to connect is under way or scheduled. */
    CONNECTING,
    /** The websocket is open. */
    CONNECTED,
    /** The client asked the connection to close, and the connection has not closed yet. */
    DISCONNECTING
}
