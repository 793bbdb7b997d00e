package dev.slipstream.testkit.phoenix;

/**
 * The order of events that race on a real server. On such a server, a connection and its channels are separate
 * processes. A channel may run before or after the connection has handled all frames of one read.
 *
 * <p>For example, a client sends a leave and then a join of the same topic. If the connection handles the join before
 * the channel has received the leave, the leave is never answered.
 */
public enum Races {
    /** The connection handles all frames of one instant before a channel runs. Real servers mostly use this order. */
    FRAMES_FIRST,
    /** The server handles each frame completely before the next, as if the client sent one frame at a time. */
    CHANNELS_FIRST,
    /** After each frame, random numbers from the endpoint's seed decide which processes run, and how many steps. */
    SEEDED
}
