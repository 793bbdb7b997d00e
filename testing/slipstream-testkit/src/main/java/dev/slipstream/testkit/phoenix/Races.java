package dev.slipstream.testkit.phoenix;

/**
 * The order of events that race on a real server. There, a connection and its channels are separate processes. The
 * connection may or may not handle all frames of one read before a channel runs.
 *
 * <p>A join directly after a leave shows it: if the channel has not received the leave yet, the leave is never
 * answered.
 */
public enum Races {
    /** The connection handles all frames of one instant before a channel runs. Real servers mostly do so. */
    FRAMES_FIRST,
    /** Each frame is handled completely before the next, as if the client had waited. */
    CHANNELS_FIRST,
    /** After each frame the endpoint's seed decides which processes run, and how far. */
    SEEDED
}
