package dev.slipstream.core;

/** The status of a topic in one client. */
public enum JoinStatus {
    /** The topic was never joined, or the client has forgotten it. */
    NONE,
    /** The topic is wanted; the client sends the join when it is connected. */
    WANTED,
    /** The join is under way: the client asks the supplier for params, or the server has not answered the join yet. */
    REQUESTED,
    /** The server accepted the join, so the client sends pushes at once. */
    JOINED,
    /** The client sent the leave, and the server has not answered yet. */
    LEAVING,
    /**
     * The join failed, the topic was left, or its channel crashed or ended. If the topic is wanted, the client joins it
     * again.
     */
    CLOSED
}
