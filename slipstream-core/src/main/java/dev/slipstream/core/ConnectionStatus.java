package dev.slipstream.core;

/** Where the client stands with its connection. */
public enum ConnectionStatus {
    /** No connection, and none under way. */
    DISCONNECTED,
    /** An attempt is under way, or the time of the next one is set. */
    CONNECTING,
    /** The websocket is open. */
    CONNECTED,
    /** This client asked for the end, which has not come yet. */
    DISCONNECTING
}
