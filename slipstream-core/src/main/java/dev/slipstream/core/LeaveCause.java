package dev.slipstream.core;

/** Which side left a topic; passed to {@code handleLeave}. */
public enum LeaveCause {
    /** This client left the topic with {@link Socket#leave}. */
    CLIENT,
    /**
     * The server ended the channel normally ({@code phx_close}). For example, the channel stopped itself, or a hosted
     * server ended the channel because a token expired.
     */
    SERVER
}
