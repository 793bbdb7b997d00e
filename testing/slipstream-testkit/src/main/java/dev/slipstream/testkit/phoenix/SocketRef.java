package dev.slipstream.testkit.phoenix;

import org.jspecify.annotations.Nullable;

/**
 * A reference to answer a push later, even if the channel has ended: {@code socket_ref/1} of Phoenix.
 *
 * @param connection which one to answer on
 * @param joinRef of the join that the push belonged to
 * @param ref of the push
 */
public record SocketRef(
        int connection, @Nullable String joinRef, @Nullable String ref, String topic) {}
