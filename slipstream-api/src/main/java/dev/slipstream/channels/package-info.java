/**
 * Channel handles: one object for the connection, one for each channel, with handlers, as in phoenix.js.
 *
 * <p>Begin with {@link dev.slipstream.channels.ChannelSocket}. A handle needs no {@code switch} over events and keeps no
 * state of the program; callbacks ({@link dev.slipstream.SlipstreamClient}) do both, and can be tested without threads.
 * Each {@code ChannelSocket} runs one client. This package is built on public API only, so everything in it can also be
 * written outside of this library. May import: {@code dev.slipstream}, and what core exports to all modules.
 */
package dev.slipstream.channels;
