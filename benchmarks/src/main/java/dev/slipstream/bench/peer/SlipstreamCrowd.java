package dev.slipstream.bench.peer;

import dev.slipstream.RunningClient;
import dev.slipstream.Slipstream;
import dev.slipstream.SlipstreamClient;
import dev.slipstream.StartOptions;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Socket;
import dev.slipstream.core.TopicCloseReason;
import dev.slipstream.core.transport.TransportProvider;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients of this library with default settings. */
final class SlipstreamCrowd implements Crowd {

    private final StartOptions options;
    private final List<RunningClient> clients = new ArrayList<>();
    private final Map<URI, Configuration> configurations = new LinkedHashMap<>();
    private final AtomicInteger joined = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger losses = new AtomicInteger();

    SlipstreamCrowd(TransportProvider transport) {
        this.options = StartOptions.builder().transport(transport).build();
    }

    @Override
    public void open(URI uri, Duration heartbeat) {
        // All clients that connect to one address share a configuration, as in an application.
        Configuration configuration = configurations.computeIfAbsent(
                uri,
                to -> Configuration.builder(to)
                        .heartbeatInterval(heartbeat)
                        .connectTimeout(Duration.ofSeconds(30))
                        .build());
        clients.add(Slipstream.start(new Member(configuration), options));
    }

    @Override
    public int joined() {
        return joined.get();
    }

    @Override
    public int failures() {
        return failures.get();
    }

    @Override
    public int losses() {
        return losses.get();
    }

    private final class Member implements SlipstreamClient {

        private final Configuration configuration;
        private boolean isJoined;

        Member(Configuration configuration) {
            this.configuration = configuration;
        }

        @Override
        public Socket init(Socket socket) {
            return socket.connect(configuration).join(Peer.TOPIC);
        }

        @Override
        public Socket handleJoin(String topic, Payload response, Socket socket) {
            isJoined = true;
            joined.incrementAndGet();
            return socket;
        }

        @Override
        public Socket handleDisconnect(DisconnectReason reason, Socket socket) {
            if (reason instanceof DisconnectReason.ConnectFailed) {
                failures.incrementAndGet();
            } else {
                losses.incrementAndGet();
            }
            if (isJoined) {
                isJoined = false;
                joined.decrementAndGet();
            }
            return socket;
        }

        @Override
        public Socket handleTopicClose(String topic, TopicCloseReason reason, Socket socket) {
            failures.incrementAndGet();
            return socket;
        }
    }
}
