package dev.slipstream.process;

import dev.slipstream.core.Connection;
import dev.slipstream.core.Observation;
import dev.slipstream.core.transport.Handshake;
import dev.slipstream.core.transport.Transport;

/**
 * Reports to telemetry what the compression of one connection does. Reports nothing if the handshake offers no
 * compression.
 *
 * <p>Used only by the thread that drains the connection.
 */
final class CompressionReports {

    private final ConnectionOwner owner;
    private boolean isOffered;

    CompressionReports(ConnectionOwner owner) {
        this.owner = owner;
    }

    void opening(Handshake handshake) {
        isOffered = handshake.compression().isPresent();
    }

    /** Reports the parameters that the server accepted; empty if it accepted no compression. */
    void opened(Connection open) {
        if (isOffered) {
            owner.observed(new Observation.CompressionNegotiated(
                    open, open.compression().orElse("")));
        }
    }

    /** Reports the sizes of the messages so far, before and after compression. */
    void ended(Connection connection, Transport transport) {
        if (isOffered) {
            transport
                    .compressionTotals()
                    .ifPresent(totals -> owner.observed(new Observation.CompressionMeasured(connection, totals)));
        }
    }
}
