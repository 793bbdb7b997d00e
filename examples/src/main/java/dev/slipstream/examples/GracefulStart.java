package dev.slipstream.examples;

import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.function.BiConsumer;

/** An optional client: without a valid configuration it logs the problem and does not start. */
final class GracefulStart implements SlipstreamClient {

    private final Optional<String> uri;
    private final BiConsumer<Level, String> log;

    /**
     * Makes the client.
     *
     * @param uri the configured URI, if any
     * @param log the application's log, such as {@code System.getLogger("app")::log}
     */
    GracefulStart(Optional<String> uri, BiConsumer<Level, String> log) {
        this.uri = uri;
        this.log = log;
    }

    @Override
    public Socket init(Socket socket) {
        if (uri.isEmpty()) {
            log.accept(Level.WARNING, "no uri is configured: the client does not start");
            return socket.stop(new StopReason.Ignored());
        }
        try {
            return socket.connect(Configuration.of(uri.get()));
        } catch (IllegalArgumentException e) {
            log.accept(Level.ERROR, "the client does not start: " + e.getMessage());
            return socket.stop(new StopReason.Ignored());
        }
    }
}
