package dev.slipstream.testkit.server;

import dev.slipstream.core.transport.Frame;

/**
 * A message that a connection of {@link PhoenixServer} received or sent.
 *
 * @param connection the number of the connection, counted from 1 over the server's life
 * @param isFromClient whether the client sent the message; false if the server sent it
 */
public record Exchange(int connection, boolean isFromClient, Frame frame) {}
