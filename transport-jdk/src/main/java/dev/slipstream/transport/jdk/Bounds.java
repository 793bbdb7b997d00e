package dev.slipstream.transport.jdk;

import dev.slipstream.core.transport.Handshake;
import java.time.Duration;

/** What outlives a handshake: all else of it, such as the query and the tokens in it, is let go of when it is over. */
record Bounds(Duration closeTimeout, int maxMessageBytes, int maxOutboundFrames, int maxOutboundBytes) {

    Bounds(Handshake handshake) {
        this(
                handshake.closeTimeout(),
                handshake.maxMessageBytes(),
                handshake.maxOutboundFrames(),
                handshake.maxOutboundBytes());
    }
}
