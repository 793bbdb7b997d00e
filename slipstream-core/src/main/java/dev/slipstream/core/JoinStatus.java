package dev.slipstream.core;

/** The status of a topic in one client. */
public enum JoinStatus {
    /** Never requested, or forgotten. */
    NONE,
    /** Wanted; the client sends the join when it is connected. */
    WANTED,
    /** The client sent the join, and the server has not answered yet. */
    REQUESTED,
    /** The server accepted the join; pushes are sent. */
    JOINED,
    /** The client sent the leave, and the server has not answered yet. */
    LEAVING,
    /** Refused, crashed, closed by the server or left. The client rejoins only if the topic is still wanted. */
    CLOSED
}
