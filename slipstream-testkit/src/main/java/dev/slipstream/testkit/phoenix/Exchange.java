package dev.slipstream.testkit.phoenix;

import dev.slipstream.core.transport.Frame;

/**
 * A message that went over a connection of {@link PhoenixServer}.
 *
 * @param connection counted from 1, over the server's life
 * @param isFromClient else it is the server's
 */
public record Exchange(int connection, boolean isFromClient, Frame frame) {}
