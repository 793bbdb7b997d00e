package dev.slipstream.core;

/** Where a topic stands, as one client sees it. */
public enum JoinStatus {
    /** Never asked for, or forgotten. */
    NONE,
    /** Asked for; the join goes out when the connection is there. */
    WANTED,
    /** The join is on its way and not answered yet. */
    REQUESTED,
    /** The server said ok: pushes pass. */
    JOINED,
    /** The leave is on its way and not answered yet. */
    LEAVING,
    /** Refused, crashed, closed by the server or left. Joined again only where it is still wanted. */
    CLOSED
}
