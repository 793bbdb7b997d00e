package dev.slipstream.testkit.phoenix;

import org.jspecify.annotations.Nullable;

/**
 * Identifies a push, so that a reply can be sent later, even after the channel has ended, like {@code socket_ref/1} in
 * Phoenix.
 *
 * @param connection the connection to reply on
 * @param joinRef the join_ref of the channel
 * @param ref the ref of the push
 */
public record SocketRef(
        int connection, @Nullable String joinRef, @Nullable String ref, String topic) {}
