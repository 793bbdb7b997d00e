package dev.slipstream.examples.guide;

import dev.slipstream.RunningClient;
import dev.slipstream.Slipstream;
import dev.slipstream.SlipstreamClient;
import dev.slipstream.StartOptions;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Socket;
import java.util.concurrent.Executor;

/** Connects with a token that no access log shows, and limits the size of the messages that it accepts. */
final class Guarded implements SlipstreamClient {

    private final String token;

    Guarded(String token) {
        this.token = token;
    }

    @Override
    public Socket init(Socket socket) {
        return socket.connect(Configuration.builder("wss://example.org/socket/websocket")
                .authToken(token) // a subprotocol: no access log shows it
                .maxMessageBytes(1 << 20) // 8 MiB by default
                .build());
    }

    static RunningClient startOn(Executor executor, SlipstreamClient client) {
        StartOptions options = StartOptions.builder().executor(executor).build();
        return Slipstream.start(client, options);
    }
}
