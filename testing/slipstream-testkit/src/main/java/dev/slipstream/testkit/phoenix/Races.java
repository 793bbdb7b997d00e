package dev.slipstream.testkit.phoenix;

/**
 * Who wins where a real server races: a connection and its channels are processes of their own there, and what came in
 * one read may be taken before any channel runs, or not.
 *
 * <p>A join directly after a leave shows it: if the channel has not received the leave yet, it never answers it.
 */
public enum Races {
    /** All frames of one instant are taken before a channel runs, as real servers mostly do. */
    FRAMES_FIRST,
    /** Each frame is dealt with to its end before the next one is looked at, as if the client had waited. */
    CHANNELS_FIRST,
    /** After each frame the endpoint's seed decides who runs, and how far. */
    SEEDED
}
