package dev.slipstream.transport.jdk;

import dev.slipstream.core.transport.Handshake;
import java.time.Duration;

/**
 * The settings that a connection keeps after its handshake. Everything else, such as the query and its tokens, is released.
 */
record Bounds(Duration closeTimeout, int maxMessageBytes, int maxOutboundFrames, int maxOutboundBytes) {

    Bounds(Handshake handshake) {
        this(
                handshake.closeTimeout(),
                handshake.maxMessageBytes(),
                handshake.maxOutboundFrames(),
                handshake.maxOutboundBytes());
    }
}
