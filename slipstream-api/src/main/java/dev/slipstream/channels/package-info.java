/**
 * Channel handles: one object for the connection and one object for each channel, with handlers, as in phoenix.js.
 *
 * <p>Begin with {@link dev.slipstream.channels.ChannelSocket}. A program with channel handles needs no {@code switch}
 * over events, but a handle cannot keep the program's state. With callbacks ({@link dev.slipstream.SlipstreamClient}),
 * the client keeps the state, and tests need no threads. Each {@code ChannelSocket} runs one client. This package uses
 * only public API, so a program can also write its own handles. This package may import only {@code dev.slipstream}
 * and the packages that core exports to all modules.
 */
package dev.slipstream.channels;
