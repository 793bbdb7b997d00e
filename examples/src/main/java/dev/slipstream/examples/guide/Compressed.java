package dev.slipstream.examples.guide;

import dev.slipstream.core.Compression;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Telemetry;
import java.util.function.Consumer;

/** Offers compression, and shows what the server answered. */
final class Compressed {

    private Compressed() {}

    static Configuration standard() {
        return Configuration.builder("wss://example.org/socket/websocket")
                .compression(Compression.standard())
                .build();
    }

    static Telemetry shows(Consumer<String> log) {
        return observation -> {
            switch (observation) {
                case Observation.CompressionNegotiated(var connection, var parameters) ->
                    log.accept(parameters.isEmpty() ? "not compressed" : parameters);
                case Observation.CompressionMeasured(var connection, var totals) ->
                    log.accept(totals.receivedCompressedBytes() + " bytes instead of " + totals.receivedBytes());
                default -> {}
            }
        };
    }
}
